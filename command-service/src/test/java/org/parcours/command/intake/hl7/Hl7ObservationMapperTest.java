package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.TimeOrigin;

/** What each OBX says, and to whom each NTE belongs. */
class Hl7ObservationMapperTest {

    private static final String OBR = "OBR|1|P1|F1|IONO^Ionogramme|||20260228093000|||||||||||||||20260228101000|||F";

    private final Hl7TestParser messages = new Hl7TestParser();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "TX;Images : https://pacs.hop/v?etude=12&serie=3 (R&D ^ 2);Images : https://pacs.hop/v?etude=12&serie=3 (R&D ^ 2)",
                "ST;R&D ^ 2 ~ 3;R&D ^ 2 ~ 3",
                "'';a^b&c;a^b&c",
                "ZZ;a^b;a^b",
                "FT;<A HREF=\"http://x.invalid?a=1&b=2\">images</A>;<A HREF=\"http://x.invalid?a=1&b=2\">images</A>",
                "TX;Hernie L4\\5 re. à revoir;Hernie L4\\5 re. à revoir",
                "NM;1.10;1.10",
                "NM;-0.50;-0.50",
                "SN;<^5;<5",
                "SN;^1^:^128;1:128",
                "SN;^1^-^5;1-5",
                "SN;^2^+;2+",
                "DT;2007;2007",
                "DT;200703;2007-03",
                "DT;20260310;2026-03-10",
                "TS;202603101430;2026-03-10 14:30",
                "DT;20260300;2026-03",
                "DT;20260000;2026",
                "TS;20260300000000;2026-03",
                "DT;00000000;00000000",
                "DTM;20260310143015+0100;2026-03-10 14:30:15 +01:00",
                "DTM;au matin;au matin",
                "TM;0930;09:30",
                "CWE;27268008^Salmonella^SCT;Salmonella (27268008)",
                "CWE;POS;POS",
                "CE;^Texte libre;Texte libre",
                "CWE;1^Un^L^2^Deux^L^^^un peu;Un (1), un peu",
                "EI;A12^LABO^1.2.3^ISO;A12 (LABO)",
                "CX;123^^^CHU&1.2&ISO^PI;123 (CHU&1.2&ISO)",
                "XCN;99^MARTIN^EVE^^^DR;DR MARTIN EVE (99)",
                "XPN;MARTIN^EVE;MARTIN EVE",
                "AD;1 rue X^^LYON^^69000;1 rue X, LYON, 69000",
                "RP;https://pacs.hop/v?a=1&b=2^PACS&1.2&ISO^Application^PDF;https://pacs.hop/v?a=1&b=2 (PACS&1.2&ISO)",
                "CQ;5^mg;5 mg",
                "NA;1^2^3;1 2 3"
            })
    void a_value_is_shown_whole_as_its_type_says(String type, String sent, String shown) {
        assertThat(values(OBR, "OBX|1|" + type + "|A^A||" + sent + "||||||F")).containsExactly(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "avant\\X0D\\\\X0A\\après",
        "avant\\X0D0A\\après",
        "avant\\X000d\\\\x0a\\après",
        "avant\\X0D\\après",
        "avant\\.br\\après",
        "avant~après"
    })
    void a_line_end_in_a_text_is_one_line_end(String text) {
        assertThat(values(OBR, "OBX|1|TX|N^Note||" + text + "||||||F")).containsExactly("avant\naprès");
    }

    @Test
    void all_repetitions_are_shown() {
        assertThat(values(OBR, "OBX|1|NM|A||1~2||||||F", "OBX|2|CWE|B||x^X~y^Y||||||F"))
                .containsExactly("1, 2", "X (x), Y (y)");
    }

    @Test
    void OBX_without_OBX_3_continues_the_text_with_its_blank_lines_and_columns() {
        assertThat(values(
                        OBR,
                        "OBX|1|TX|R^Report||MACROSCOPIE||||||F",
                        "OBX|2|TX|||||||||F",
                        "OBX|3|TX|||  Ki67        15 %||||||F",
                        "OBX|4|TX|||||||||F",
                        "OBX|5|TX|||CONCLUSION||||||F"))
                .containsExactly("MACROSCOPIE\n\n  Ki67        15 %\n\nCONCLUSION");
    }

    @Test
    void lines_of_two_specimens_with_sub_ids_are_two_texts() {
        assertThat(values(
                        OBR,
                        "OBX|1|TX|R|1|A one||||||F",
                        "OBX|2|TX|R|1|A two||||||F",
                        "OBX|3|TX|R|2|B one||||||F",
                        "OBX|4|TX|R|2|B two||||||F"))
                .containsExactly("A one\nA two", "B one\nB two");
    }

    @Test
    void a_text_whose_first_line_has_no_OBX_3_is_a_value_of_the_examination() {
        Observation value = observations(OBR, "OBX|1|TX|||one||||||F", "OBX|2|TX|||two||||||F")
                .getFirst();
        assertThat(value.code().code()).contains("IONO");
        assertThat(value.value()).isEqualTo("one\ntwo");
    }

    @Test
    void line_feeds_and_a_segment_name_inside_a_text_are_text() {
        List<Observation> observations = observations(
                OBR, "OBX|1|TX|R^Report||Foie: homogène.\nOBX|9|NM|FAKE^Faux||666||||||F\nRate: normale.||||||F");
        assertThat(observations).hasSize(1);
        assertThat(observations.getFirst().value())
                .isEqualTo("Foie: homogène.\nOBX|9|NM|FAKE^Faux||666||||||F\nRate: normale.");
        assertThat(observations.getFirst().status()).contains(ObservationStatus.FINAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mmol/L;mmol/L",
                "mmol/L^millimole per litre^UCUM;mmol/L",
                "258947003^mmol/L^SCT;mmol/L",
                "17^g/L;g/L",
                "MMOLL^mmol/L^ISO+;mmol/L",
                "^mmol/L;mmol/L",
                "265266^MDC_DIM_MILLI_L_PER_HR^MDC^mL/h^mL/h^UCUM;mL/h",
                "10^9/L;10^9/L",
                "x10^12/L;x10^12/L",
                "g/L^gramme par litre;g/L"
            })
    void a_unit_is_a_text_or_UCUM_and_no_code_number(String sent, String shown) {
        assertThat(observations(OBR, "OBX|1|NM|A||1|" + sent + "|||||F")
                        .getFirst()
                        .unit())
                .contains(shown);
    }

    @Test
    void range_flags_other_codes_and_time_of_a_value_are_mapped() {
        Observation value = observations(
                        OBR,
                        "OBX|1|NM|2823-3^Potassium^LN^K^Kalium^L|1^2|6.1|mmol/L|3.5 - 5^0|H^High^HL70078~A|||F|||202602280945")
                .getFirst();
        assertThat(value.range()).contains("3.5 - 5^0");
        assertThat(value.flag()).contains("H, A");
        assertThat(value.subId()).contains("1^2");
        assertThat(value.otherCodes())
                .extracting(code -> code.code().orElseThrow())
                .containsExactly("K");
        assertThat(value.observedAt().orElseThrow().text()).isEqualTo("2026-02-28T09:45+01:00");
    }

    @Test
    void each_comment_stands_at_its_owner() {
        List<Fact> facts = messages.parsed(Hl7TestParser.msh("ORU^R01")
                        + Hl7TestParser.PID
                        + "NTE|1||patient sourd\r"
                        + OBR + "\rNTE|1||à jeun~depuis hier\r"
                        + "OBX|1|NM|NA||139||||||F\r"
                        + "OBX|2|NM|K||6.1||||||F\rNTE|1||hémolysé & trouble\rNTE|2||à refaire\r"
                        + "SPM|1|S1||SER^Sérum\rNTE|1||tube court\r"
                        + "OBR|2|P1|F1|CRP^CRP\rOBX|1|NM|CRP||2||||||F\r")
                .facts();

        assertThat(facts.getFirst().annotations().notes())
                .containsExactly("patient sourd", "à jeun\ndepuis hier", "tube court");
        assertThat(((ResultIssued) facts.getFirst().event()).observations())
                .extracting(value -> value.code().key(), Observation::notes)
                .containsExactly(tuple("NA", List.of()), tuple("K", List.of("hémolysé & trouble", "à refaire")));
        assertThat(facts.getLast().annotations().notes()).isEmpty();
    }

    @Test
    void a_value_that_is_only_a_comment_is_kept() {
        assertThat(observations(OBR, "OBX|1|ST|COM^Commentaire||||||||F", "NTE|1||voir le laboratoire"))
                .extracting(Observation::notes)
                .containsExactly(List.of("voir le laboratoire"));
    }

    @ParameterizedTest
    @CsvSource({
        "C, CORRECTED",
        "A, CORRECTED",
        "D, WITHDRAWN",
        "F, FINAL",
        "V, FINAL",
        "B, FINAL",
        "I, PENDING",
        "N, NOT_OBTAINED",
        "P, PRELIMINARY",
        "R, UNVERIFIED",
        "S, PRELIMINARY",
        "U, CONFIRMED",
        "W, WRONG",
        "X, NOT_OBTAINED"
    })
    void each_status_of_table_0085_is_that_of_its_value(String sent, ObservationStatus status) {
        assertThat(observations(OBR, "OBX|1|NM|A||1||||||" + sent).getFirst().status())
                .contains(status);
    }

    @Test
    void a_report_of_withdrawn_values_is_not_withdrawn() {
        ResultCorrected corrected =
                messages.event(message("ORU^R01", OBR, "OBX|1|NM|K||4.9||||||D"), ResultCorrected.class);
        assertThat(corrected.observations())
                .extracting(Observation::status)
                .containsExactly(Optional.of(ObservationStatus.WITHDRAWN));
        messages.event(message("ORU^R01", OBR.replaceAll("F$", "X"), "OBX|1|NM|K||||||||X"), ResultWithdrawn.class);
    }

    @Test
    void an_order_description_is_no_value() {
        Fact fact = messages.fact(message("ORU^R01", OBR, "OBX|1|NM|WT^Poids||70|kg|||||O", "OBX|2|NM|K||4.9||||||F"));
        assertThat(((ResultIssued) fact.event()).observations()).hasSize(1);
        assertThat(fact.annotations().details()).containsEntry(DetailKey.CLINICAL_INFORMATION, "Poids : 70 kg");
    }

    @Test
    void a_result_stands_at_its_collection_and_says_when_it_was_reported() {
        Fact collected = messages.fact(message("ORU^R01", OBR, "OBX|1|NM|K||4.9||||||F"));
        assertThat(collected.occurredAt()).isEqualTo("2026-02-28T09:30:00+01:00");
        assertThat(collected.annotations().details()).containsEntry(DetailKey.REPORTED_AT, "2026-02-28T10:10:00+01:00");
        assertThat(collected.annotations().sentAt().orElseThrow()).isEqualTo("2026-03-01T10:15:00+01:00");

        Fact observed = messages.fact(message(
                "ORU^R01",
                "OBR|1|P1|F1|IONO||||||||||||||||||20260228101000|||F",
                "OBX|1|NM|K||4.9||||||F|||20260228091500"));
        assertThat(observed.occurredAt()).isEqualTo("2026-02-28T09:15:00+01:00");

        Fact ofSpecimen = messages.fact(message(
                "ORU^R01",
                "OBR|1|P1|F1|IONO||||||||||||||||||20260228101000|||F",
                "OBX|1|NM|K||4.9||||||F",
                "SPM|1|S1||SER|||||||||||||202602280900"));
        assertThat(ofSpecimen.occurredAt()).isEqualTo("2026-02-28T09:00:00+01:00");

        Fact reported = messages.fact(
                message("ORU^R01", "OBR|1|P1|F1|IONO||||||||||||||||||20260228101000|||F", "OBX|1|NM|K||4.9||||||F"));
        assertThat(reported.occurredAt()).isEqualTo("2026-02-28T10:10:00+01:00");
        assertThat(reported.annotations().origin()).isEqualTo(TimeOrigin.STATED_WITHOUT_OFFSET);
    }

    @Test
    void two_antibiograms_of_one_order_have_two_parents() {
        String antibiogram = "OBR|%d|P1|F1|ATB^Antibiogramme||||||||||||||||||||||ORG&Germe^%d^E. coli|||P1^F1";
        List<Event> events = messages.events(message(
                "ORU^R01",
                antibiogram.formatted(1, 1),
                "OBX|1|ST|PENI||R||||||F",
                antibiogram.formatted(2, 2),
                "OBX|1|ST|PENI||S||||||F"));
        assertThat(events)
                .extracting(
                        event -> ((ResultIssued) event).order().parentResult().orElseThrow())
                .doesNotHaveDuplicates();
    }

    @Test
    void two_OBR_of_one_report_are_one_result_with_all_values() {
        assertThat(values(OBR, "OBX|1|ST|ORG||E. coli||||||F", OBR, "OBX|1|ST|ORG||S. aureus||||||F"))
                .containsExactly("E. coli", "S. aureus");
    }

    @Test
    void a_flood_of_a_monitor_is_one_result_with_every_value_and_time() {
        Stream<String> flood = IntStream.range(0, 3000)
                .mapToObj(i -> "OBX|%d|NM|HR^Pouls|1.1|%d|/min|||||F|||20260228%02d%02d%02d"
                        .formatted(i + 1, 60 + i % 40, i / 3600, i / 60 % 60, i % 60));
        List<Observation> observations =
                observations(Stream.concat(Stream.of(OBR), flood).toArray(String[]::new));
        assertThat(observations).hasSize(3000);
        assertThat(observations).extracting(Observation::observedAt).doesNotHaveDuplicates();
    }

    @Test
    void interpreter_clinical_information_and_reason_are_details() {
        Fact fact = messages.fact(message(
                "ORU^R01",
                "OBR|1|P1|F1|CT^Scanner|||20260228093000||||||chute & douleur||||||||||||F||||||TRA^Trauma|9&GREY&MEREDITH~8&YANG&CRISTINA",
                "OBX|1|TX|R||normal||||||F"));
        assertThat(fact.annotations().details())
                .containsEntry(DetailKey.CLINICAL_INFORMATION, "chute & douleur")
                .containsEntry(DetailKey.REASON, "Trauma")
                .containsEntry(DetailKey.INTERPRETER, "GREY MEREDITH, YANG CRISTINA");
    }

    private List<String> values(String... segments) {
        return observations(segments).stream().map(Observation::value).toList();
    }

    private List<Observation> observations(String... segments) {
        return messages.parsed(message("ORU^R01", segments)).facts().stream()
                .flatMap(fact -> switch (fact.event()) {
                    case ResultIssued result -> result.observations().stream();
                    case ResultCorrected result -> result.observations().stream();
                    case ImagingReported report -> report.observations().stream();
                    default -> Stream.empty();
                })
                .toList();
    }
}
