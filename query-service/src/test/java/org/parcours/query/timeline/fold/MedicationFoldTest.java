package org.parcours.query.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationAdministrationWithdrawn;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationNotAdministered;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationResumed;
import org.parcours.events.MedicationEvent.MedicationStatusReported;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.PatientId;
import org.parcours.events.StepStatus;
import org.parcours.query.EventLogBuilder;

class MedicationFoldTest {

    private static final PatientId SOPHIE = EventLogBuilder.patient(1);
    private static final Identifier NUMBER = Identifier.of("PRESC", "1");
    private static final Coding ASPIRIN = Coding.of("A", "Aspirin");
    private static final Coding BISOPROLOL = Coding.of("B", "Bisoprolol");

    private final EventLogBuilder log = new EventLogBuilder();

    private static MedicationEvent prescribed(String dosage) {
        return new MedicationPrescribed(NUMBER, ASPIRIN, Optional.of(dosage), Optional.empty());
    }

    private static MedicationEvent given(Coding product, String dose) {
        return new MedicationAdministered(NUMBER, product, Optional.of(dose));
    }

    private static MedicationEvent withdrawn(Coding product) {
        return new MedicationAdministrationWithdrawn(NUMBER, product);
    }

    private TimelineEntry entry() {
        return Timeline.replay(SOPHIE, log.events(), Optional.empty(), ValidTimeCutoff.NONE)
                .entries()
                .getFirst();
    }

    @Test
    void a_withdrawn_administration_no_longer_counts_and_stays_in_the_history() {
        log.add(SOPHIE, "2026-03-05T08:00", prescribed("1 g"));
        log.add(SOPHIE, "2026-03-05T09:00", given(ASPIRIN, "1 g"));
        var second = log.add(SOPHIE, "2026-03-05T12:00", given(ASPIRIN, "2 g"));
        log.correcting(second).add(SOPHIE, "2026-03-05T12:00", withdrawn(ASPIRIN));

        assertThat(entry().detail("timesGiven")).contains("1");
        assertThat(entry().detail("dose")).contains("1 g");
        assertThat(entry().stage()).isEqualTo("administered");
        assertThat(entry().corrected()).isTrue();
        assertThat(entry().history())
                .extracting(HistoryEntry::status)
                .containsExactly(
                        HistoryStatus.IN_EFFECT,
                        HistoryStatus.IN_EFFECT,
                        HistoryStatus.CANCELLED,
                        HistoryStatus.IN_EFFECT);
    }

    @Test
    void without_its_only_administration_a_prescription_is_a_prescription_again() {
        log.add(SOPHIE, "2026-03-05T08:00", prescribed("1 g"));
        var given = log.add(SOPHIE, "2026-03-05T09:00", given(ASPIRIN, "1 g"));
        log.correcting(given).add(SOPHIE, "2026-03-05T09:00", withdrawn(ASPIRIN));

        assertThat(entry().stage()).isEqualTo("prescribed");
        assertThat(entry().status()).isEqualTo(StepStatus.PLANNED);
        assertThat(entry().detail("timesGiven")).isEmpty();
        assertThat(entry().detail("dose")).isEmpty();
        assertThat(entry().end()).isEmpty();
    }

    @Test
    void a_withdrawal_concerns_only_the_product_and_the_time_that_it_names() {
        log.add(SOPHIE, "2026-03-05T09:00", given(ASPIRIN, "1 g"));
        log.add(SOPHIE, "2026-03-05T09:00", given(BISOPROLOL, "5 mg"));
        log.add(SOPHIE, "2026-03-05T10:00", given(ASPIRIN, "3 g"));
        log.add(SOPHIE, "2026-03-05T09:00", withdrawn(ASPIRIN));

        assertThat(entry().detail("timesGiven")).contains("2");
        assertThat(entry().detail("dose")).contains("3 g");
    }

    @Test
    void a_withdrawal_that_arrives_first_takes_effect_when_the_administration_arrives() {
        log.withAnomalies(Anomaly.Code.CANCELS_NOTHING_KNOWN).add(SOPHIE, "2026-03-05T09:00", withdrawn(ASPIRIN));
        log.add(SOPHIE, "2026-03-05T09:00", given(ASPIRIN, "1 g"));

        assertThat(entry().detail("timesGiven")).isEmpty();
        assertThat(entry().anomalies()).isEmpty();
    }

    @Test
    void two_doses_of_different_products_at_the_same_time_stay_two() {
        log.add(SOPHIE, "2026-03-05T09:00", given(ASPIRIN, "1 g"));
        log.add(SOPHIE, "2026-03-05T09:00", given(BISOPROLOL, "5 mg"));

        assertThat(entry().detail("timesGiven")).contains("2");
    }

    @Test
    void a_corrected_administration_counts_once_with_its_new_dose() {
        var first = log.add(SOPHIE, "2026-03-05T09:00", given(ASPIRIN, "1 g"));
        log.correcting(first).add(SOPHIE, "2026-03-05T09:00", withdrawn(ASPIRIN));
        log.add(SOPHIE, "2026-03-05T09:00", given(ASPIRIN, "2 g"));

        assertThat(entry().detail("timesGiven")).contains("1");
        assertThat(entry().detail("dose")).contains("2 g");
        assertThat(entry().corrected()).isTrue();
    }

    @Test
    void a_refused_dose_is_no_administration_and_shows_why() {
        log.add(SOPHIE, "2026-03-05T08:00", prescribed("1 g"));
        log.add(
                SOPHIE,
                "2026-03-05T09:00",
                new MedicationNotAdministered(NUMBER, ASPIRIN, Optional.of(Coding.of("R", "Nausea"))));

        assertThat(entry().stage()).isEqualTo("not-administered");
        assertThat(entry().status()).isEqualTo(StepStatus.PLANNED);
        assertThat(entry().detail("timesGiven")).isEmpty();
        assertThat(entry().detail("notGivenReason")).contains("Nausea");
    }

    @Test
    void a_hold_lasts_until_the_release() {
        log.add(SOPHIE, "2026-03-05T08:00", prescribed("1 g"));
        log.add(SOPHIE, "2026-03-05T09:00", new MedicationHeld(NUMBER, Optional.of(Coding.of("I", "INR"))));
        assertThat(entry().stage()).isEqualTo("held");
        assertThat(entry().detail("holdReason")).contains("INR");

        log.add(SOPHIE, "2026-03-05T10:00", new MedicationResumed(NUMBER));
        assertThat(entry().stage()).isEqualTo("prescribed");
        assertThat(entry().detail("holdReason")).isEmpty();
    }

    @Test
    void a_stop_that_was_refused_leaves_the_prescription_in_effect() {
        log.add(SOPHIE, "2026-03-05T08:00", prescribed("1 g"));
        log.add(SOPHIE, "2026-03-05T09:00", new MedicationStopped(NUMBER, Optional.empty()));
        log.add(SOPHIE, "2026-03-05T10:00", new MedicationResumed(NUMBER));

        assertThat(entry().status()).isEqualTo(StepStatus.PLANNED);
    }

    @Test
    void a_status_changes_nothing_and_is_shown() {
        log.add(SOPHIE, "2026-03-05T08:00", prescribed("1 g"));
        log.add(
                SOPHIE,
                "2026-03-05T09:00",
                new MedicationStatusReported(NUMBER, Optional.of(ASPIRIN), Coding.of("UX", "UX: unable to change")));

        assertThat(entry().stage()).isEqualTo("prescribed");
        assertThat(entry().detail("dosage")).contains("1 g");
        assertThat(entry().detail("orderStatus")).contains("UX: unable to change");
    }
}
