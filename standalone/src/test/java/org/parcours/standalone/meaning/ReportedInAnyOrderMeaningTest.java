package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.events.Anomaly;
import org.parcours.events.Observation;
import org.parcours.events.StepStatus;
import org.parcours.query.timeline.fold.TimelineEntry;

/** Values that are told apart, corrections under other numbers, and medicines whose messages arrive in any order. */
class ReportedInAnyOrderMeaningTest {

    private static final String PATIENT =
            "PID|||9A^^^HOP&2.999.20.1&ISO^PI||ESSAI^Test^^^^^D||19700215|F\rPV1|1|I|CARDIO^101^1^HOP\r";

    private final InMemoryPipeline pipeline = new InMemoryPipeline();
    private int messages;

    private void send(String type, String... segments) {
        String header = "MSH|^~\\&|DPI|HOP|PARCOURS|HOP|202603101015" + (10 + messages) + "||" + type + "|M"
                + ++messages + "|P|2.5.1||||||UNICODE UTF-8\r";
        pipeline.record((header + PATIENT + String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8));
    }

    private static String obr(String placer, String filler, String status) {
        return "OBR|1|" + placer + "|" + filler + "|E^Exam^L|||20260310093000||||||||||||||||||" + status;
    }

    private List<TimelineEntry> entries(String kind) {
        return pipeline.timelines().getFirst().entries().stream()
                .filter(entry -> entry.kind().equals(kind))
                .toList();
    }

    private TimelineEntry only(String kind) {
        List<TimelineEntry> entries = entries(kind);
        assertThat(entries).as(kind).hasSize(1);
        return entries.getFirst();
    }

    private List<String> values() {
        return only("exam").values().stream().map(Observation::value).toList();
    }

    @Test
    void values_of_one_message_that_share_a_name_are_all_shown() {
        send(
                "ORU^R01",
                obr("", "F1^LAB", "F"),
                "OBX|1|NM|||12|mg/L|||||F",
                "OBX|2|NM|CRP^CRP^L||3|mg/L|||||F",
                "OBX|3|NM|^^^1988-5^CRP^LN||4|mg/L|||||F",
                "OBX|4|NM|1988-5^CRP^LN|1|5|mg/L|||||F");
        assertThat(values()).containsExactly("12", "3", "4", "5");
    }

    @Test
    void an_organism_that_gets_a_sub_id_later_does_not_hide_a_second_one() {
        send("ORU^R01", obr("", "F1^LAB", "P"), "OBX|1|ST|ORG^Germ^L||E. coli||||||P");
        send(
                "ORU^R01",
                obr("", "F1^LAB", "F"),
                "OBX|1|ST|ORG^Germ^L|1|E. coli||||||F",
                "OBX|2|ST|ORG^Germ^L|2|Klebsiella||||||F");
        assertThat(values()).containsExactly("E. coli", "Klebsiella");
    }

    @Test
    void a_withdrawal_without_its_sub_id_withdraws_the_value_that_it_repeats() {
        send(
                "ORU^R01",
                obr("", "F1^LAB", "F"),
                "OBX|1|ST|ORG^Germ^L|1|E. coli||||||F",
                "OBX|2|ST|ORG^Germ^L|2|Klebsiella||||||F");
        send("ORU^R01", obr("", "F1^LAB", "C"), "OBX|1|ST|ORG^Germ^L||Klebsiella||||||D");
        assertThat(values()).containsExactly("E. coli");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void a_correction_under_a_new_filler_number_replaces_the_value(boolean inOrder) {
        Runnable original = () -> send("ORU^R01", obr("P1^DPI", "F1^LAB", "F"), "OBX|1|NM|K^K^L||9.4|mmol/L|||||F");
        Runnable correction = () -> send("ORU^R01", obr("P1^DPI", "F2^LAB", "C"), "OBX|1|NM|K^K^L||4.9|mmol/L|||||C");
        (inOrder ? List.of(original, correction) : List.of(correction, original)).forEach(Runnable::run);
        assertThat(values()).containsExactly("4.9");
    }

    @Test
    void two_reports_of_one_order_with_their_own_filler_numbers_stay_apart() {
        send("ORU^R01", obr("P1^DPI", "F1^LAB", "F"), "OBX|1|NM|K^K^L||9.4|mmol/L|||||F");
        send("ORU^R01", obr("P1^DPI", "F2^LAB", "F"), "OBX|1|NM|K^K^L||4.9|mmol/L|||||F");
        assertThat(entries("exam")).hasSize(2);
    }

    @Test
    void the_correction_of_an_antibiogram_need_not_repeat_the_order_of_its_culture() {
        String antibiogram = obr("", "F2^LAB", "F") + "|ORG&Germ&L^1";
        send("ORU^R01", antibiogram + "|||^F1&LAB", "OBX|1|ST|AMX^Amox^L||R||||||F");
        send("ORU^R01", antibiogram, "OBX|1|ST|AMX^Amox^L||S||||||C");
        assertThat(values()).containsExactly("S");
    }

    @ParameterizedTest
    @CsvSource({"Q,F,OBR-25 Q", "F,Z,OBX-11 Z", "F,d,OBX-11 d"})
    void a_status_that_the_tables_do_not_contain_is_marked(String report, String value, String marked) {
        send("ORU^R01", obr("", "F1^LAB", report), "OBX|1|NM|K^K^L||4.1|mmol/L|||||" + value);
        assertThat(values()).containsExactly("4.1");
        assertThat(only("exam").anomalies()).contains(Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, marked));
    }

    @Test
    void a_result_stands_at_its_collection_and_not_at_its_receipt() {
        send(
                "OUL^R22",
                "SPM|1|T1&LAB||SER^Serum^L|||||||||||||20260310083000|20260310090000",
                "OBR|1||F1^LAB|E^Exam^L|||20260310083000||||||||||||||||||F",
                "OBX|1|NM|K^K^L||4.4|mmol/L|||||F");
        assertThat(only("exam").start()).isEqualTo("2026-03-10T07:30:00Z");
    }

    @ParameterizedTest
    @CsvSource({"CA", "HD", "UC", "SS"})
    void an_order_that_is_unknown_is_named_by_the_message_about_it(String control) {
        send("OML^O21", "ORC|" + control + "|P1^DPI", "OBR|1|P1^DPI||E^Exam^L");
        assertThat(only("exam").title()).contains("Exam");
    }

    @Test
    void a_cancelled_report_of_an_unknown_order_is_named() {
        send("ORU^R01", obr("P1^DPI", "", "X"));
        assertThat(only("exam").title()).contains("Exam");
    }

    @ParameterizedTest
    @CsvSource({"20260310090000,20260310100000,2 mg", "20260310,20260310100000,1 mg", "20260310090000,20260310,1 mg"})
    void a_prescription_that_arrives_after_its_change_changes_nothing_back(
            String prescribedAt, String changedAt, String dosage) {
        send("RDE^O11", "ORC|XO|P1^DPI|||||||" + changedAt, "RXE|^TID|A^Aspirin|2||mg");
        send("RDE^O11", "ORC|NW|P1^DPI|||||||" + prescribedAt, "RXE|^BID|A^Aspirin|1||mg");
        assertThat(only("medication").detail("dosage")).contains(dosage);
        assertThat(only("medication").detail("timing")).contains(dosage.equals("2 mg") ? "TID" : "BID");
    }

    @Test
    void a_hold_that_arrives_after_its_release_leaves_the_status_of_the_release() {
        String rxe = "RXE||A^Aspirin|1||mg||||||||||||||||||||||^Fever";
        send("RDE^O11", "ORC|NW|P1^DPI|||||||20260310090000", rxe);
        send("RDE^O11", "ORC|RL|P1^DPI|||||||20260310110000", rxe);
        send("RDE^O11", "ORC|HD|P1^DPI|||||||20260310100000|||||||^Surgery", rxe);
        assertThat(only("medication").stage()).isEqualTo("prescribed");
        assertThat(only("medication").detail("orderStatus")).contains("RL: release previous hold");
        assertThat(only("medication").detail("reason")).contains("Fever");
    }

    @Test
    void the_instruction_to_give_is_stopped_as_a_prescription_is() {
        String rxg = "RXG|1||^Q4H|V^Vancomycin|500|1000|mg";
        send("RGV^O15", "ORC|RE|P1^DPI|||||||20260310090000", rxg);
        send("RGV^O15", "ORC|DC|P1^DPI|||||||20260310100000", rxg);
        assertThat(only("medication").stage()).isEqualTo("stopped");
    }

    @Test
    void a_cancelled_dispense_is_none() {
        send("RDS^O13", "ORC|CA|P1^DPI", "RXD|1|A^Aspirin|20260310100000|10|cp||F1|0");
        assertThat(only("medication").stage()).isNotEqualTo("dispensed");
        assertThat(only("medication").notes()).containsExactly("CA: cancel order request - Aspirin 10 cp");
    }

    @Test
    void an_administration_that_was_withdrawn_is_no_prescription() {
        String rxa = "RXA|0|1|20260310080000||A^Aspirin|500|mg|||||||||||||CP|";
        send("RAS^O17", "ORC|RE|P1^DPI", rxa + "A");
        send("RAS^O17", "ORC|RE|P1^DPI", rxa + "D");
        assertThat(only("medication").status()).isEqualTo(StepStatus.CANCELLED);
        assertThat(only("medication").stage()).isEqualTo("withdrawn");
    }

    @Test
    void a_vaccination_shows_its_other_name_and_what_was_observed() {
        send(
                "VXU^V04",
                "ORC|RE||F1^DPI",
                "RXA|0|1|20260310||207^Moderna^CVX^80777^Spikevax^NDC|0.5|mL|||||||||||||CP|A",
                "OBX|1|ST|31044-1^Reaction^LN|1|rash||||||F",
                "NTE|1||for two days");
        assertThat(only("medication").detail("productText")).contains("Spikevax (80777)");
        assertThat(only("medication").detail("clinicalInformation")).contains("Reaction: rash (for two days)");
        assertThat(only("medication").unread()).isEmpty();
    }

    @Test
    void a_refused_vaccination_without_an_amount_is_not_marked() {
        send("VXU^V04", "ORC|RE||F1^DPI", "RXA|0|1|20260310||03^MMR^CVX|999||||||||||||00^Refusal||RE|A");
        assertThat(only("medication").stage()).isEqualTo("not-administered");
        assertThat(only("medication").anomalies()).isEmpty();
    }

    @Test
    void an_order_or_a_prescription_that_is_repeated_after_its_cancellation_shows_no_trace_of_it() {
        String order = "OBR|1|P1^DPI||E^Exam^L";
        send("OML^O21", "ORC|NW|P1^DPI|||||||20260310090000", order);
        send("OML^O21", "ORC|CA|P1^DPI|||||||20260310093000|||||||^Error", order);
        send("OML^O21", "ORC|NW|P1^DPI|||||||20260310100000", order);
        assertThat(only("exam").stage()).isEqualTo("ordered");
        assertThat(only("exam").detail("orderStatus")).isEmpty();
        assertThat(only("exam").detail("cancelReason")).isEmpty();

        String rxe = "RXE||A^Aspirin|1||mg";
        send("RDE^O11", "ORC|NW|P2^DPI|||||||20260310090000", rxe);
        send("RDE^O11", "ORC|DC|P2^DPI|||||||20260310093000|||||||^Error", rxe);
        send("RDE^O11", "ORC|NW|P2^DPI|||||||20260310100000", rxe);
        assertThat(only("medication").stage()).isEqualTo("prescribed");
        assertThat(only("medication").detail("orderStatus")).isEmpty();
        assertThat(only("medication").detail("cancelReason")).isEmpty();
    }

    @Test
    void an_earlier_result_that_is_sent_with_an_order_is_a_result() {
        send(
                "OML^O21",
                "ORC|NW|P1^DPI",
                "OBR|1|P1^DPI||NFS^Blood count",
                "ORC|PR|P2^DPI",
                obr("P2^DPI", "F2^LAB", "F"),
                "OBX|1|NM|K^K^L||5.0|mmol/L|||||F");
        assertThat(entries("exam")).extracting(TimelineEntry::stage).containsExactly("final", "ordered");
        assertThat(entries("exam").getFirst().values())
                .extracting(Observation::value)
                .containsExactly("5.0");
    }

    @Test
    void an_update_of_an_administration_at_another_time_is_marked() {
        String rest = "||A^Aspirin|500|mg|||||||||||||CP|";
        send("RAS^O17", "ORC|RE|P1^DPI", "RXA|0|1|20260310080000" + rest + "A");
        send("RAS^O17", "ORC|RE|P1^DPI", "RXA|0|1|20260310083000" + rest + "U");
        assertThat(only("medication").anomalies())
                .extracting(Anomaly::code)
                .contains(Anomaly.Code.CANCELS_NOTHING_KNOWN);
    }
}
