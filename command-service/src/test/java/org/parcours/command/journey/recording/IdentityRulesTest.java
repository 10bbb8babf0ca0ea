package org.parcours.command.journey.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.journey.recording.Ward.anomalies;
import static org.parcours.command.journey.recording.Ward.ins;
import static org.parcours.command.journey.recording.Ward.ipp;
import static org.parcours.command.journey.recording.Ward.visit;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.Coding;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent.PatientAdmitted;

/** Rule 5: identity is evidence. */
class IdentityRulesTest {

    private final Ward ward = new Ward();

    @Test
    void an_identifier_known_for_no_patient_makes_a_new_patient() {
        List<Envelope> recorded = ward.tell(admission("1"), ipp("100"));

        assertThat(recorded)
                .extracting(e -> e.event().getClass())
                .isEqualTo(List.of(PatientRegistered.class, PatientAdmitted.class));
        assertThat(recorded)
                .extracting(Envelope::subject)
                .containsOnly(recorded.getFirst().subject());
    }

    @Test
    void an_identifier_known_for_one_patient_is_that_patient() {
        PatientId first = ward.tell(admission("1"), ipp("100")).getLast().subject();

        List<Envelope> recorded = ward.tell(order("A1"), ipp("100"));

        assertThat(recorded).singleElement().satisfies(e -> assertThat(e.subject())
                .isEqualTo(first));
    }

    @Test
    void an_identifier_told_beside_a_known_one_names_the_same_patient_from_then_on() {
        PatientId first = ward.tell(admission("1"), ipp("100")).getLast().subject();

        List<Envelope> recorded = ward.tell(order("A1"), ipp("100"), ins("2900101"));

        assertThat(recorded.getFirst().event())
                .isInstanceOfSatisfying(PatientIdentityUpdated.class, updated -> assertThat(updated.identifiers())
                        .containsExactly(ins("2900101")));
        assertThat(ward.tell(order("A2"), ins("2900101")).getLast().subject()).isEqualTo(first);
    }

    @Test
    void identifiers_of_two_patients_are_recorded_under_the_first_and_flagged_for_a_human() {
        PatientId first = ward.tell(admission("1"), ipp("100")).getLast().subject();
        PatientId second = ward.tell(admission("2"), ipp("200")).getLast().subject();

        Envelope recorded = ward.tell(order("A1"), ipp("100"), ipp("200")).getLast();

        assertThat(recorded.subject()).isEqualTo(first);
        assertThat(recorded.anomalies()).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.code()).isEqualTo(Code.IDENTIFIERS_OF_TWO_PATIENTS);
            assertThat(anomaly.detail().orElseThrow()).contains(second.toString());
        });
    }

    @Test
    void identifiers_of_two_merged_patients_surprise_nobody() {
        ward.tell(admission("1"), ipp("100"));
        ward.tell(admission("2"), ipp("200"));
        ward.tell(new PatientsMerged(List.of(ipp("200")), Optional.empty()), ipp("100"));

        assertThat(anomalies(ward.tell(order("A1"), ipp("100"), ipp("200")).getLast()))
                .isEmpty();
    }

    @Test
    void a_merge_names_both_records_and_its_undoing_sets_them_apart() {
        PatientId survivor = ward.tell(admission("1"), ipp("100")).getLast().subject();
        PatientId absorbed = ward.tell(admission("2"), ipp("200")).getLast().subject();

        Envelope merged = ward.tell(new PatientsMerged(List.of(ipp("200")), Optional.empty()), ipp("100"))
                .getLast();
        Envelope unmerged = ward.tell(new PatientsUnmerged(List.of(ipp("200")), Optional.empty()), ipp("100"))
                .getLast();

        assertThat(merged.subject()).isEqualTo(survivor);
        assertThat(((PatientsMerged) merged.event()).absorbed()).contains(absorbed);
        assertThat(((PatientsUnmerged) unmerged.event()).separated()).contains(absorbed);
        assertThat(anomalies(ward.tell(order("A1"), ipp("100"), ipp("200")).getLast()))
                .containsExactly(Code.IDENTIFIERS_OF_TWO_PATIENTS);
    }

    @Test
    void a_message_that_still_names_the_merged_record_is_recorded_under_that_record() {
        ward.tell(admission("1"), ipp("100"));
        PatientId absorbed = ward.tell(admission("2"), ipp("200")).getLast().subject();
        ward.tell(new PatientsMerged(List.of(ipp("200")), Optional.empty()), ipp("100"));

        assertThat(ward.tell(order("A1"), ipp("200")).getLast().subject()).isEqualTo(absorbed);
    }

    @Test
    void merging_with_a_record_that_nobody_knows_registers_it() {
        ward.tell(admission("1"), ipp("100"));

        List<Envelope> recorded = ward.tell(new PatientsMerged(List.of(ipp("999")), Optional.empty()), ipp("100"));

        assertThat(recorded).hasSize(2);
        assertThat(((PatientsMerged) recorded.getLast().event()).absorbed())
                .contains(recorded.getFirst().subject());
    }

    @Test
    void merging_a_patient_with_itself_is_recorded_and_flagged() {
        ward.tell(admission("1"), ipp("100"));

        assertThat(anomalies(ward.tell(new PatientsMerged(List.of(ipp("100")), Optional.empty()), ipp("100"))
                        .getLast()))
                .containsExactly(Code.MERGED_WITH_ITSELF);
    }

    @Test
    void a_retired_identifier_names_nobody_any_more() {
        PatientId first = ward.tell(new PatientRegistered(List.of(), Demographics.UNKNOWN), ipp("100"), ins("5478"))
                .getLast()
                .subject();
        ward.tell(new PatientIdentityUpdated(List.of(), List.of(ins("5478")), Demographics.UNKNOWN), ipp("100"));

        assertThat(ward.tell(order("A1"), ins("5478")).getLast().subject()).isNotEqualTo(first);
    }

    @Test
    void a_patient_whose_number_was_changed_is_found_by_the_former_one() {
        PatientId first = ward.tell(admission("1"), ipp("100")).getLast().subject();

        Envelope changed = ward.tell(
                        new PatientIdentityUpdated(List.of(), List.of(ipp("100")), Demographics.UNKNOWN), ipp("101"))
                .getLast();

        assertThat(changed.subject()).isEqualTo(first);
        assertThat(ward.tell(order("A1"), ipp("101")).getLast().subject()).isEqualTo(first);
    }

    @Test
    void registering_a_known_patient_updates_it() {
        PatientId first = ward.tell(admission("1"), ipp("100")).getLast().subject();

        Envelope again = ward.tell(new PatientRegistered(List.of(), Demographics.UNKNOWN), ipp("100"))
                .getLast();

        assertThat(again.subject()).isEqualTo(first);
        assertThat(again.event()).isInstanceOf(PatientIdentityUpdated.class);
    }

    @Test
    void a_stay_known_under_another_patient_is_flagged_until_it_is_reassigned() {
        ward.tell(admission("7"), ipp("100"));
        assertThat(anomalies(ward.tell(admission("7"), ipp("200")).getLast())).contains(Code.STAY_OF_ANOTHER_PATIENT);

        ward.tell(new StayReassigned(visit("7"), List.of(ipp("100")), Optional.empty()), ipp("200"));

        assertThat(anomalies(ward.tell(
                                new org.parcours.events.StayEvent.PatientDischarged(
                                        visit("7"), Optional.empty(), Optional.empty(), Optional.empty()),
                                ipp("200"))
                        .getLast()))
                .doesNotContain(Code.STAY_OF_ANOTHER_PATIENT);
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
