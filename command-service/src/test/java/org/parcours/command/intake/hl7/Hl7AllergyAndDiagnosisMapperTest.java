package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.PID;
import static org.parcours.command.intake.hl7.Hl7TestParser.PV1;
import static org.parcours.command.intake.hl7.Hl7TestParser.at;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.journey.decision.JourneyFixture;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.Envelope;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StepStatus;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;

class Hl7AllergyAndDiagnosisMapperTest {

    private static final String EVN = "EVN||20260301101500||||20260301090000\r";

    private final Hl7TestParser messages = new Hl7TestParser();
    private final JourneyFixture journey = new JourneyFixture();
    private int messageCount;

    private static String admission(String... segments) {
        return msh("ADT^A01") + EVN + PID + PV1 + String.join("\r", segments) + "\r";
    }

    private List<Fact> steps(String message) {
        return messages.parsed(message).facts().stream()
                .filter(fact -> fact.event() instanceof StepRecorded)
                .toList();
    }

    private Fact step(String message) {
        List<Fact> steps = steps(message);
        assertThat(steps).hasSize(1);
        return steps.getFirst();
    }

    private static StepRecorded recorded(Fact fact) {
        return (StepRecorded) fact.event();
    }

    /** Records the message under the next message id; the events of steps that it adds. */
    private List<Envelope> record(String message) {
        return journey.record(messages.parsed(message.replace("|M1|", "|M" + ++messageCount + "|"))).stream()
                .filter(envelope -> envelope.event() instanceof StepRecorded)
                .toList();
    }

    @Test
    void AL1_is_an_allergy_with_its_kind_severity_reactions_and_date() {
        Fact fact = step(admission("AL1|1|DA|PENI^Penicillin^L|SV|Rash~Dyspnoea & fever|20210824"));
        assertThat(recorded(fact).kind()).isEqualTo("allergy");
        assertThat(recorded(fact).title()).contains("Penicillin");
        assertThat(recorded(fact).status()).isEqualTo(StepStatus.IN_PROGRESS);
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.CATEGORY, "médicament")
                .containsEntry(DetailKey.SEVERITY, "sévère")
                .containsEntry(DetailKey.REACTION, "Rash, Dyspnoea & fever");
        assertThat(fact.annotations().precision()).isEqualTo(TimePrecision.DAY);
        assertThat(fact.occurredAt()).isEqualTo(at("2021-08-24T00:00:00+02:00"));
        assertThat(fact.state()).isTrue();
    }

    @Test
    void an_allergy_without_a_date_has_the_time_of_the_report_not_of_the_movement() {
        Fact fact = step(admission("AL1|1||LATEX"));
        assertThat(fact.occurredAt()).isEqualTo(at("2026-03-01T10:15:00+01:00"));
        assertThat(fact.annotations().origin()).isEqualTo(TimeOrigin.DERIVED);
    }

    @Test
    void the_same_allergy_in_every_message_of_a_feed_is_recorded_once() {
        String al1 = "AL1|1|DA|PENI^Penicillin|SV";
        assertThat(record(admission(al1, "AL1|2|FA|NUT^Peanut"))).hasSize(2);
        assertThat(record(admission(al1, "AL1|2|FA|NUT^Peanut").replace("20260301101500", "20260302101500")))
                .isEmpty();
        assertThat(record(message("ORM^O01", "ORC|NW|P1", "OBR|1|||K^Potassium", "AL1|1|DA|PENI^Penicillin|SV")))
                .isEmpty();
    }

    @Test
    void a_changed_severity_corrects_the_allergy() {
        Envelope first = record(admission("AL1|1|DA|PENI^Penicillin|MI")).getFirst();
        Envelope second = record(admission("AL1|1|DA|PENI^Penicillin|SV")).getFirst();
        assertThat(second.corrects()).contains(first.id());
        assertThat(second.step()).isEqualTo(first.step());
    }

    @Test
    void the_allergies_of_two_patients_are_two_steps() {
        Envelope first = record(admission("AL1|1|DA|PENI^Penicillin")).getFirst();
        Envelope second = record(admission("AL1|1|DA|PENI^Penicillin").replace("|123^", "|456^"))
                .getFirst();
        assertThat(second.subject()).isNotEqualTo(first.subject());
        assertThat(second.step()).isNotEqualTo(first.step());
    }

    @ParameterizedTest
    @CsvSource({
        "A,'',IN_PROGRESS",
        "U,C,IN_PROGRESS",
        "X,'',IN_PROGRESS",
        "D,'',CANCELLED",
        "D^Delete^HL70206,'',CANCELLED",
        "A,E,CANCELLED",
        "A,I,DONE"
    })
    void IAM_has_an_action_code_and_a_clinical_status(String action, String status, StepStatus expected) {
        Fact fact = step(message(
                "ADT^A60",
                "IAM|1|FA^Food|NUT^Peanut|MO|HIV^Hives~VOM^Vomiting|" + action + "|AL7^EHR||||201805||20260301||||"
                        + status));
        assertThat(recorded(fact).status()).isEqualTo(expected);
        assertThat(recorded(fact).step().value()).isEqualTo("AL7");
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.REACTION, "Hives, Vomiting")
                .containsEntry(DetailKey.START, "2018-05+02:00");
    }

    @Test
    void an_unknown_action_code_is_marked() {
        assertThat(step(message("ADT^A60", "IAM|1||NUT^Peanut|||Q")).anomalies())
                .contains(Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, "IAM-6 Q"));
    }

    @Test
    void a_deleted_allergy_is_withdrawn() {
        record(message("ADT^A60", "IAM|1||NUT^Peanut|||A|AL7^EHR"));
        assertThat(record(message("ADT^A60", "IAM|1||NUT^Peanut|||D|AL7^EHR")))
                .extracting(envelope -> ((StepRecorded) envelope.event()).status())
                .containsExactly(StepStatus.CANCELLED);
        assertThat(record(message("ADT^A60", "IAM|1||NUT^Peanut|||D|AL7^EHR"))).isEmpty();
    }

    @Test
    void DG1_is_a_diagnosis_of_its_stay() {
        Fact fact = step(admission("DG1|1||I10^Hypertension^I10||20260301|F|||||||||1|77^MARTIN^EVE"));
        assertThat(recorded(fact).kind()).isEqualTo("diagnosis");
        assertThat(recorded(fact).title()).contains("Hypertension (I10)");
        assertThat(recorded(fact).status()).isEqualTo(StepStatus.DONE);
        assertThat(fact.visit()).isPresent();
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.CATEGORY, "diagnostic retenu")
                .containsEntry(DetailKey.PERFORMER, "MARTIN EVE");
        assertThat(recorded(step(admission("DG1|1|||Chest pain, cause unknown||W")))
                        .title())
                .contains("Chest pain, cause unknown");
    }

    @Test
    void a_diagnosis_repeated_in_a_stay_is_recorded_once_and_in_another_stay_again() {
        String diagnosis = admission("DG1|1||I10^Hypertension");
        assertThat(record(diagnosis)).hasSize(1);
        assertThat(record(diagnosis.replace("ADT^A01", "ADT^A02"))).isEmpty();
        assertThat(record(diagnosis.replace("|V1^", "|V2^"))).hasSize(1);
    }

    @Test
    void DG1_21_deletes_a_diagnosis() {
        assertThat(recorded(step(admission("DG1|1||I10^Hypertension|||F||||||||||||||DG7^EHR|D")))
                        .status())
                .isEqualTo(StepStatus.CANCELLED);
    }

    @Test
    void PR1_is_a_procedure() {
        Fact fact = step(admission("PR1|1||HHQE002^Colonoscopy^CCAM||20260228093000|D^Diagnostic|45||||88^DOC^ANN"));
        assertThat(recorded(fact).kind()).isEqualTo("procedure");
        assertThat(fact.occurredAt()).isEqualTo(at("2026-02-28T09:30:00+01:00"));
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.DURATION, "45 min")
                .containsEntry(DetailKey.PERFORMER, "DOC ANN");
    }

    @Test
    void an_A60_without_an_allergy_is_unsupported() {
        messages.unsupported(message("ADT^A60"));
    }
}
