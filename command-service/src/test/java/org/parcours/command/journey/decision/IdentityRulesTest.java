package org.parcours.command.journey.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.decision.JourneyFixture.anomalies;
import static org.parcours.command.journey.decision.JourneyFixture.ins;
import static org.parcours.command.journey.decision.JourneyFixture.ipp;
import static org.parcours.command.journey.decision.JourneyFixture.visit;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Coding;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent.PatientAdmitted;

/** Rule 5: identity is evidence. */
class IdentityRulesTest {

    private final JourneyFixture journey = new JourneyFixture();

    @Test
    void an_unknown_identifier_registers_a_new_patient() {
        List<Envelope> recorded = journey.record(admission("1"), ipp("100"));

        assertThat(recorded)
                .extracting(e -> e.event().getClass())
                .isEqualTo(List.of(PatientRegistered.class, PatientAdmitted.class));
        assertThat(recorded)
                .extracting(Envelope::subject)
                .containsOnly(recorded.getFirst().subject());
    }

    @Test
    void a_known_identifier_identifies_its_patient() {
        PatientId first = journey.record(admission("1"), ipp("100")).getLast().subject();

        List<Envelope> recorded = journey.record(order("A1"), ipp("100"));

        assertThat(recorded).singleElement().satisfies(e -> assertThat(e.subject())
                .isEqualTo(first));
    }

    @Test
    void a_new_identifier_reported_with_a_known_one_identifies_the_same_patient_from_then_on() {
        PatientId first = journey.record(admission("1"), ipp("100")).getLast().subject();

        List<Envelope> recorded = journey.record(order("A1"), ipp("100"), ins("2900101"));

        assertThat(recorded.getFirst().event())
                .isInstanceOfSatisfying(PatientIdentityUpdated.class, updated -> assertThat(updated.identifiers())
                        .containsExactly(ins("2900101")));
        assertThat(journey.record(order("A2"), ins("2900101")).getLast().subject())
                .isEqualTo(first);
    }

    @Test
    void a_fact_with_identifiers_of_two_patients_is_recorded_under_the_first_and_flagged() {
        PatientId first = journey.record(admission("1"), ipp("100")).getLast().subject();
        PatientId second = journey.record(admission("2"), ipp("200")).getLast().subject();

        Envelope recorded = journey.record(order("A1"), ipp("100"), ipp("200")).getLast();

        assertThat(recorded.subject()).isEqualTo(first);
        assertThat(recorded.anomalies()).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.code()).isEqualTo(Code.IDENTIFIERS_OF_TWO_PATIENTS);
            assertThat(anomaly.detail().orElseThrow()).contains(second.toString());
        });
    }

    @Test
    void an_update_with_identifiers_of_two_patients_takes_none_from_the_second() {
        PatientId first = journey.record(registration(), ipp("100")).getLast().subject();
        PatientId second = journey.record(registration(), ipp("200")).getLast().subject();

        Envelope mixed =
                journey.record(update(), ipp("100"), ipp("200"), ins("2900101")).getLast();
        List<Envelope> later = journey.record(admission("1"), ipp("200"));

        assertThat(mixed.subject()).isEqualTo(first);
        assertThat(anomalies(mixed)).containsExactly(Code.IDENTIFIERS_OF_TWO_PATIENTS);
        assertThat(((PatientIdentityUpdated) mixed.event()).identifiers())
                .as("the owner of the third identifier is unknown")
                .containsExactly(ipp("100"));
        assertThat(later).singleElement().satisfies(e -> assertThat(e.subject()).isEqualTo(second));
    }

    @Test
    void every_message_with_identifiers_of_two_patients_is_flagged() {
        journey.record(registration(), ipp("100"));
        journey.record(registration(), ipp("200"));

        for (int i = 0; i < 3; i++) {
            assertThat(anomalies(
                            journey.record(update(), ipp("100"), ipp("200")).getLast()))
                    .containsExactly(Code.IDENTIFIERS_OF_TWO_PATIENTS);
        }
    }

    @Test
    void an_update_of_merged_records_leaves_each_record_its_identifiers_so_that_the_merge_can_be_undone() {
        PatientId survivor =
                journey.record(registration(), ipp("100")).getLast().subject();
        PatientId absorbed =
                journey.record(registration(), ipp("200")).getLast().subject();
        journey.record(new PatientsMerged(List.of(ipp("200")), Optional.empty()), ipp("100"));

        Envelope update = journey.record(update(), ipp("100"), ipp("200")).getLast();
        journey.record(new PatientsUnmerged(List.of(ipp("200")), Optional.empty()), ipp("100"));

        assertThat(update.subject()).isEqualTo(survivor);
        assertThat(anomalies(update)).isEmpty();
        assertThat(((PatientIdentityUpdated) update.event()).identifiers()).containsExactly(ipp("100"));
        assertThat(journey.record(admission("1"), ipp("200")).getLast().subject())
                .isEqualTo(absorbed);
    }

    @Test
    void an_identifier_that_an_update_of_an_earlier_version_took_over_belongs_to_its_first_owner() {
        PatientId first = journey.record(registration(), ipp("100")).getLast().subject();
        PatientId second = journey.record(registration(), ipp("200")).getLast().subject();
        journey.recordAsEarlierVersion(
                first, new PatientIdentityUpdated(List.of(ipp("200")), List.of(), Demographics.UNKNOWN));

        assertThat(journey.record(admission("1"), ipp("200")).getLast().subject())
                .isEqualTo(second);
    }

    @Test
    void a_merge_that_lists_both_numbers_for_its_survivor_is_no_anomaly() {
        PatientId survivor =
                journey.record(registration(), ipp("100")).getLast().subject();
        PatientId absorbed =
                journey.record(registration(), ipp("200")).getLast().subject();

        Envelope merged = journey.record(
                        new PatientsMerged(List.of(ipp("200")), Optional.empty()), ipp("200"), ipp("100"))
                .getLast();

        assertThat(merged.subject()).isEqualTo(survivor);
        assertThat(((PatientsMerged) merged.event()).absorbed()).contains(absorbed);
        assertThat(anomalies(merged)).isEmpty();
    }

    @Test
    void identifiers_of_two_merged_patients_are_no_anomaly() {
        journey.record(admission("1"), ipp("100"));
        journey.record(admission("2"), ipp("200"));
        journey.record(new PatientsMerged(List.of(ipp("200")), Optional.empty()), ipp("100"));

        assertThat(anomalies(journey.record(order("A1"), ipp("100"), ipp("200")).getLast()))
                .isEmpty();
    }

    @Test
    void a_merge_records_both_patients_and_an_unmerge_separates_them() {
        PatientId survivor =
                journey.record(admission("1"), ipp("100")).getLast().subject();
        PatientId absorbed =
                journey.record(admission("2"), ipp("200")).getLast().subject();

        Envelope merged = journey.record(new PatientsMerged(List.of(ipp("200")), Optional.empty()), ipp("100"))
                .getLast();
        Envelope unmerged = journey.record(new PatientsUnmerged(List.of(ipp("200")), Optional.empty()), ipp("100"))
                .getLast();

        assertThat(merged.subject()).isEqualTo(survivor);
        assertThat(((PatientsMerged) merged.event()).absorbed()).contains(absorbed);
        assertThat(((PatientsUnmerged) unmerged.event()).separated()).contains(absorbed);
        assertThat(anomalies(journey.record(order("A1"), ipp("100"), ipp("200")).getLast()))
                .containsExactly(Code.IDENTIFIERS_OF_TWO_PATIENTS);
    }

    @Test
    void a_message_with_an_identifier_of_the_absorbed_record_is_recorded_under_that_record() {
        journey.record(admission("1"), ipp("100"));
        PatientId absorbed =
                journey.record(admission("2"), ipp("200")).getLast().subject();
        journey.record(new PatientsMerged(List.of(ipp("200")), Optional.empty()), ipp("100"));

        assertThat(journey.record(order("A1"), ipp("200")).getLast().subject()).isEqualTo(absorbed);
    }

    @Test
    void a_merge_with_an_unknown_record_registers_it() {
        journey.record(admission("1"), ipp("100"));

        List<Envelope> recorded = journey.record(new PatientsMerged(List.of(ipp("999")), Optional.empty()), ipp("100"));

        assertThat(recorded).hasSize(2);
        assertThat(((PatientsMerged) recorded.getLast().event()).absorbed())
                .contains(recorded.getFirst().subject());
    }

    @Test
    void a_merge_that_names_several_records_merges_each() {
        PatientId survivor =
                journey.record(registration(), ipp("100")).getLast().subject();
        PatientId second = journey.record(registration(), ipp("200")).getLast().subject();
        PatientId third = journey.record(registration(), ipp("300")).getLast().subject();

        List<Envelope> merged =
                journey.record(new PatientsMerged(List.of(ipp("200"), ipp("300")), Optional.empty()), ipp("100"));

        assertThat(merged).extracting(Envelope::subject).containsOnly(survivor);
        assertThat(merged)
                .extracting(e -> ((PatientsMerged) e.event()).absorbed().orElseThrow())
                .containsExactly(second, third);
        assertThat(anomalies(journey.record(order("A1"), ipp("200"), ipp("300")).getLast()))
                .isEmpty();

        List<Envelope> unmerged =
                journey.record(new PatientsUnmerged(List.of(ipp("200"), ipp("300")), Optional.empty()), ipp("100"));
        assertThat(unmerged)
                .extracting(e -> ((PatientsUnmerged) e.event()).separated().orElseThrow())
                .containsExactly(second, third);
    }

    @Test
    void a_merge_with_a_known_and_an_unknown_number_merges_both_and_the_unknown_one_is_of_the_survivor_from_then_on() {
        PatientId survivor =
                journey.record(registration(), ipp("100")).getLast().subject();
        journey.record(registration(), ipp("200"));

        journey.record(new PatientsMerged(List.of(ipp("200"), ipp("300")), Optional.empty()), ipp("100"));

        assertThat(anomalies(journey.record(order("A1"), ipp("300"), ipp("100")).getLast()))
                .isEmpty();
        assertThat(journey.record(order("A2"), ipp("100")).getLast().subject()).isEqualTo(survivor);
    }

    @Test
    void unknown_numbers_of_one_authority_are_records_of_their_own_and_those_of_two_are_one_record() {
        journey.record(registration(), ipp("100"));

        assertThat(journey.record(new PatientsMerged(List.of(ipp("200"), ipp("300")), Optional.empty()), ipp("100")))
                .hasSize(4);
        assertThat(journey.record(
                        new PatientsMerged(List.of(ipp("400"), ins("2900101")), Optional.empty()), ipp("100")))
                .hasSize(2);
    }

    @Test
    void the_survivors_own_number_among_those_of_a_merge_is_left_out() {
        PatientId survivor = journey.record(registration(), ipp("100"), ins("2900101"))
                .getLast()
                .subject();
        PatientId absorbed =
                journey.record(registration(), ipp("200")).getLast().subject();

        List<Envelope> merged =
                journey.record(new PatientsMerged(List.of(ins("2900101"), ipp("200")), Optional.empty()), ipp("100"));

        assertThat(merged).singleElement().satisfies(e -> {
            assertThat(e.subject()).isEqualTo(survivor);
            assertThat(((PatientsMerged) e.event()).absorbed()).contains(absorbed);
            assertThat(anomalies(e)).isEmpty();
        });
    }

    @Test
    void a_step_that_one_message_reports_for_several_patients_is_no_step_of_another_patient() {
        List<Envelope> recorded = journey.record(JourneyFixture.message(
                "GAM",
                "group",
                "group",
                JourneyFixture.fact(order("A1"), JourneyFixture.JUST_NOW, ipp("100")),
                JourneyFixture.fact(order("A1"), JourneyFixture.JUST_NOW, ipp("200"))));

        assertThat(recorded).allSatisfy(e -> assertThat(anomalies(e)).isEmpty());
        assertThat(anomalies(journey.record(order("A1"), ipp("300")).getLast()))
                .containsExactly(Code.STEP_OF_ANOTHER_PATIENT);
    }

    @Test
    void merges_in_a_cycle_result_in_one_patient() {
        for (String number : List.of("100", "200", "300")) {
            journey.record(admission(number), ipp(number));
        }
        journey.record(new PatientsMerged(List.of(ipp("100")), Optional.empty()), ipp("200"));
        journey.record(new PatientsMerged(List.of(ipp("200")), Optional.empty()), ipp("300"));
        journey.record(new PatientsMerged(List.of(ipp("300")), Optional.empty()), ipp("100"));

        assertThat(journey.record(order("A1"), ipp("100"), ipp("200")).getLast().anomalies())
                .isEmpty();
        assertThat(journey.record(order("A2"), ipp("200"), ipp("300")).getLast().anomalies())
                .isEmpty();

        journey.record(new PatientsUnmerged(List.of(ipp("300")), Optional.empty()), ipp("100"));
        assertThat(anomalies(journey.record(order("A3"), ipp("100"), ipp("300")).getLast()))
                .containsExactly(Code.IDENTIFIERS_OF_TWO_PATIENTS);
        assertThat(journey.record(order("A4"), ipp("200"), ipp("300")).getLast().anomalies())
                .as("these two are still merged")
                .isEmpty();
    }

    @Test
    void merging_a_patient_with_itself_is_recorded_and_flagged() {
        journey.record(admission("1"), ipp("100"));

        assertThat(anomalies(journey.record(new PatientsMerged(List.of(ipp("100")), Optional.empty()), ipp("100"))
                        .getLast()))
                .containsExactly(Code.MERGED_WITH_ITSELF);
    }

    @Test
    void a_retired_ins_identifies_no_patient() {
        PatientId first = journey.record(
                        new PatientRegistered(List.of(), Demographics.UNKNOWN), ipp("100"), ins("5478"))
                .getLast()
                .subject();
        journey.record(new PatientIdentityUpdated(List.of(), List.of(ins("5478")), Demographics.UNKNOWN), ipp("100"));

        assertThat(journey.record(order("A1"), ins("5478")).getLast().subject()).isNotEqualTo(first);
    }

    @Test
    void a_changed_number_identifies_the_patient_of_the_former_one() {
        PatientId first = journey.record(admission("1"), ipp("100")).getLast().subject();

        Envelope changed = journey.record(
                        new PatientIdentityUpdated(List.of(), List.of(ipp("100")), Demographics.UNKNOWN), ipp("101"))
                .getLast();

        assertThat(changed.subject()).isEqualTo(first);
        assertThat(journey.record(order("A1"), ipp("101")).getLast().subject()).isEqualTo(first);
    }

    @Test
    void a_replaced_number_of_the_hospitals_own_still_identifies_its_patient() {
        PatientId patient = journey.record(registration(), ipp("100")).getLast().subject();
        journey.record(new PatientIdentityUpdated(List.of(), List.of(ipp("100")), Demographics.UNKNOWN), ipp("101"));

        List<Envelope> late = journey.record(order("A1"), ipp("100"));

        assertThat(late).singleElement().satisfies(e -> {
            assertThat(e.subject()).isEqualTo(patient);
            assertThat(anomalies(e)).isEmpty();
        });
    }

    @Test
    void a_patient_registered_by_a_change_of_number_keeps_the_former_number() {
        List<Envelope> changed = journey.record(
                new PatientIdentityUpdated(List.of(), List.of(ipp("100")), Demographics.UNKNOWN), ipp("101"));

        assertThat(changed)
                .extracting(e -> e.event().getClass())
                .isEqualTo(List.of(PatientRegistered.class, PatientIdentityUpdated.class));
        assertThat(((PatientIdentityUpdated) changed.getLast().event()).retired())
                .containsExactly(ipp("100"));
        assertThat(journey.record(registration(), ipp("100")).getLast().subject())
                .isEqualTo(changed.getLast().subject());
    }

    @Test
    void a_change_that_retires_the_number_of_another_patient_is_flagged_and_leaves_it_to_that_patient() {
        journey.record(registration(), ipp("100"));
        PatientId other = journey.record(registration(), ipp("200")).getLast().subject();

        Envelope changed = journey.record(
                        new PatientIdentityUpdated(List.of(), List.of(ipp("200")), Demographics.UNKNOWN), ipp("100"))
                .getLast();

        assertThat(anomalies(changed)).containsExactly(Code.IDENTIFIERS_OF_TWO_PATIENTS);
        assertThat(journey.record(order("A1"), ipp("200")).getLast().subject()).isEqualTo(other);
    }

    @Test
    void registering_a_known_patient_updates_it() {
        PatientId first = journey.record(admission("1"), ipp("100")).getLast().subject();

        Envelope again = journey.record(new PatientRegistered(List.of(), Demographics.UNKNOWN), ipp("100"))
                .getLast();

        assertThat(again.subject()).isEqualTo(first);
        assertThat(again.event()).isInstanceOf(PatientIdentityUpdated.class);
    }

    @Test
    void a_stay_known_under_another_patient_is_flagged_until_it_is_reassigned() {
        journey.record(admission("7"), ipp("100"));
        assertThat(anomalies(journey.record(admission("7"), ipp("200")).getLast()))
                .contains(Code.STAY_OF_ANOTHER_PATIENT);

        journey.record(new StayReassigned(visit("7"), List.of(ipp("100")), Optional.empty()), ipp("200"));

        assertThat(anomalies(journey.record(
                                new org.parcours.events.StayEvent.PatientDischarged(
                                        visit("7"), Optional.empty(), Optional.empty(), Optional.empty()),
                                ipp("200"))
                        .getLast()))
                .doesNotContain(Code.STAY_OF_ANOTHER_PATIENT);
    }

    private static PatientRegistered registration() {
        return new PatientRegistered(List.of(), Demographics.UNKNOWN);
    }

    private static PatientIdentityUpdated update() {
        return new PatientIdentityUpdated(List.of(), List.of(), Demographics.UNKNOWN);
    }

    private static PatientAdmitted admission(String number) {
        return new PatientAdmitted(visit(number), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static ExamOrdered order(String number) {
        return new ExamOrdered(
                new OrderNumbers(Optional.of(Identifier.of("PRESC", number)), Optional.empty()),
                Coding.of("NFS", "Numération"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
