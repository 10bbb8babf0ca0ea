package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.PID;
import static org.parcours.command.intake.hl7.Hl7TestParser.PV1;
import static org.parcours.command.intake.hl7.Hl7TestParser.at;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Anomaly;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ObservationStatus;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;

class Hl7MessageParserTest {

    private final Hl7TestParser messages = new Hl7TestParser();

    @Test
    void the_sender_and_the_message_are_identified() {
        ParsedMessage parsed = messages.parsed(message("ADT^A01", "EVN||20260301101500|||N12^MARTIN^LUC"));
        assertThat(parsed.sender().application()).isEqualTo("APP");
        assertThat(parsed.sender().facility()).contains("CHU");
        assertThat(parsed.sender().feed()).isEqualTo("hl7v2");
        assertThat(parsed.messageId()).isEqualTo("M1");
        assertThat(parsed.receivedAt()).isEqualTo(Hl7TestParser.NOW);
        assertThat(parsed.declared().author()).contains("MARTIN LUC (N12)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r\r"})
    void a_message_with_other_line_ends_is_the_same_message(String end) {
        String message = message("ADT^A01");
        assertThat(messages.parsed(message.replace("\r", end)).digest())
                .isEqualTo(messages.parsed(message).digest());
    }

    @Test
    void different_content_has_a_different_digest() {
        String message = message("ADT^A01");
        assertThat(messages.parsed(message.replace("CARDIO", "NEURO")).digest())
                .isNotEqualTo(messages.parsed(message).digest());
    }

    @Test
    void a_message_with_a_byte_order_mark_is_UTF_8() {
        assertThat(family(("\uFEFF" + named("GAËTAN", "8859/1")).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("GAËTAN");
    }

    @ParameterizedTest
    @CsvSource({
        "8859/1, UTF-8",
        "ASCII, UTF-8",
        "'', UTF-8",
        "UNICODE UTF-8, UTF-8",
        "UNICODE UTF-8, ISO-8859-1",
        "8859/1, ISO-8859-1",
        "ASCII, ISO-8859-1",
        "'', ISO-8859-1",
        "KLINGON, ISO-8859-1",
        "8859/99, ISO-8859-1",
        "8859/1, windows-1252",
        "8859/15, ISO-8859-15"
    })
    void names_are_decoded_despite_a_wrong_MSH_18(String declared, String actual) {
        String name = actual.equals("ISO-8859-1") ? "GAËTAN" : "GAËTAN LEBŒUF";
        assertThat(family(named(name, declared).getBytes(Charset.forName(actual))))
                .isEqualTo(name);
    }

    @Test
    void every_version_and_every_Z_segment_is_parsed() {
        for (String version : new String[] {"2.1", "2.3", "2.5^FRA^2.11", "2.8.2", "2.9", "3.0", ""}) {
            String message = message("ADT^A01", "ZBE|1^CPAGE|20260228080000||INSERT|N||||HMS")
                    .replace("|2.5\r", "|" + version + "\r");
            assertThat(messages.event(message, PatientAdmitted.class).movement())
                    .as(version)
                    .isPresent();
        }
    }

    @Test
    void encoding_characters_are_read_from_the_message() {
        String message = message("ADT^A01").replace('^', '$').replace('|', '#');
        assertThat(messages.event(message, PatientAdmitted.class)
                        .location()
                        .orElseThrow()
                        .room())
                .contains("12");
    }

    @Test
    void escape_sequences_are_decoded() {
        assertThat(messages.fact(message("ADT^A01").replace("DURAND", "DURAND \\T\\ FILS"))
                        .patient()
                        .demographics()
                        .name()
                        .orElseThrow()
                        .family())
                .isEqualTo("DURAND & FILS");
    }

    @Test
    void MSH_9_takes_precedence_over_a_different_trigger_in_EVN() {
        messages.event(message("ADT^A03", "EVN|A01|20260301101500"), PatientDischarged.class);
    }

    @Test
    void EVN_contains_the_trigger_that_MSH_9_lacks() {
        messages.event(message("ADT", "EVN|A01|20260301101500"), PatientAdmitted.class);
    }

    @Test
    void a_type_with_another_component_separator_is_unsupported() {
        messages.unsupported(message("ADT^A01").replace('^', '$').replace("ADT$A01", "ADT^A01"));
    }

    @Test
    void a_message_without_an_MSH_is_rejected() {
        for (String text : new String[] {"", "MSH", "hello", "EVN|A01", "MSHA01", "{}", "\u0000", "MSH\rMSH\rMSH"}) {
            assertThat(messages.rejection(text).code()).as(text).isEqualTo("PARC-0201");
        }
    }

    @Test
    void a_message_without_an_id_is_rejected_naming_MSH_10() {
        assertThat(messages.rejection(message("ADT^A01").replace("|M1|", "||")).field())
                .isEqualTo("MSH-10");
    }

    @Test
    void a_message_without_a_type_is_rejected_naming_MSH_9() {
        assertThat(messages.rejection(message("")).field()).isEqualTo("MSH-9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ADT^A60", "ADT^XYZ", "BAR^P01", "DFT^P03", "VXU^V04", "REF^I12", "QQQ", "ADT^A29"})
    void a_type_without_a_mapping_is_unsupported(String type) {
        assertThat(messages.unsupported(message(type)).code()).isEqualTo("PARC-0208");
    }

    @Test
    void a_patient_without_an_identifier_is_rejected_naming_PID_3() {
        assertThat(messages.rejection(msh("ADT^A01") + "PID|||||DURAND^ANNE\r" + PV1)
                        .field())
                .isEqualTo("PID-3");
        assertThat(messages.rejection(msh("ADT^A01") + "PID|||\"\"^^^CHU^PI~V1^^^CHU^VN||DURAND^ANNE\r" + PV1)
                        .field())
                .isEqualTo("PID-3");
        assertThat(messages.rejection(msh("ADT^A01") + PV1).code()).isEqualTo("PARC-0303");
    }

    @Test
    void PID_2_replaces_an_empty_PID_3() {
        assertThat(identifiers("PID||777||")).containsExactly(Identifier.of("urn:parcours:sender:APP:CHU", "777"));
    }

    @Test
    void an_INS_is_evidence_only_if_it_is_validated() {
        String both = "PID|||1^^^INS&1.2.250.1.213.1.4.8&ISO^INS~123^^^CHU^PI||A^B|||||||||||||||||||||||||||";
        assertThat(identifiers(both + "VALI")).extracting("value").containsExactly("123", "1");
        assertThat(identifiers(both + "PROV")).extracting("value").containsExactly("123");
        assertThat(messages.rejection(msh("ADT^A28") + both.replace("~123^^^CHU^PI", "") + "PROV\r")
                        .code())
                .isEqualTo("PARC-0304");
    }

    @Test
    void the_assigning_authority_is_an_OID_else_it_is_valid_for_its_sender_only() {
        assertThat(identifiers("PID|||1^^^CHU&1.2.250.1&ISO^PI~2^^^CHU&1.2.250.1&L~3^^^CHU~4^^^1.2.250.7~5"))
                .extracting("system")
                .containsExactly(
                        "urn:oid:1.2.250.1",
                        "urn:oid:1.2.250.1",
                        "urn:parcours:sender:APP:CHU:CHU",
                        "urn:oid:1.2.250.7",
                        "urn:parcours:sender:APP:CHU");
    }

    @Test
    void a_number_without_an_OID_is_another_one_from_another_application_or_facility() {
        String pid = "PID|||7^^^LOCAL^PI||A^B\r";
        Stream<String> headers = Stream.of("APP|CHU", "APP|CLINIQUE", "LABO|CHU");

        assertThat(headers.map(sender -> messages.fact(msh("ADT^A28").replace("APP|CHU", sender) + pid)
                        .patient()
                        .identifiers()))
                .doesNotHaveDuplicates();
    }

    @Test
    void configuration_names_the_authority_of_a_namespace_or_of_a_sender() {
        var configured = new Hl7TestParser(Map.of(
                "parcours.hl7.authorities.[LOCAL]", "1.2.250.5",
                "parcours.hl7.default-authorities.[LABO@CHU]", "1.2.250.6",
                "parcours.hl7.default-authorities.[@CLINIQUE]", "urn:parcours:sender:CLINIQUE"));

        assertThat(Stream.of("APP|CHU|7^^^LOCAL", "LABO|CHU|7", "LABO|CHU|7^^^AUTRE", "APP|CLINIQUE|7", "APP|CHU|7")
                        .map(text -> text.split("\\|"))
                        .map(parts -> configured
                                .fact(msh("ADT^A28").replace("APP|CHU", parts[0] + "|" + parts[1]) + "PID|||" + parts[2]
                                        + "||A^B\r")
                                .patient()
                                .identifiers()
                                .getFirst()
                                .system()))
                .containsExactly(
                        "urn:oid:1.2.250.5",
                        "urn:oid:1.2.250.6",
                        "urn:oid:1.2.250.6",
                        "urn:parcours:sender:CLINIQUE",
                        "urn:parcours:sender:APP:CHU");
    }

    @ParameterizedTest
    @ValueSource(strings = {"  7 ", "\uFEFF7\u00A0", "\u200B7\t", "7\u202F", "\u20607"})
    void invisible_characters_and_blanks_do_not_make_another_number(String number) {
        assertThat(identifiers("PID|||" + number + "^^^CHU&1.2.250.1&ISO^PI||A^B"))
                .containsExactly(new Identifier("urn:oid:1.2.250.1", "7", Optional.of("PI")));
    }

    /** E with an accent, as one character and as two. */
    @ParameterizedTest
    @ValueSource(strings = {"\u00C97", "E\u03017"})
    void a_number_is_the_same_however_its_letters_are_composed(String number) {
        assertThat(identifiers("PID|||" + number + "^^^CHU&1.2.250.1&ISO^PI||A^B"))
                .extracting("value")
                .containsExactly("\u00C97");
    }

    @Test
    void visit_and_account_numbers_are_not_patient_identifiers() {
        assertThat(identifiers("PID|||1^^^CHU^AN~2^^^CHU^VN~3^^^NI^NH~4^^^CHU^MR"))
                .extracting("value")
                .containsExactly("4", "3");
    }

    @Test
    void an_invalid_birth_date_is_ignored() {
        assertThat(messages.event(msh("ADT^A28") + "PID|||1||A^B||20251399|f\r", PatientRegistered.class)
                        .demographics()
                        .birthDate())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026, 2026-01-01T00:00+01:00",
        "202607, 2026-07-01T00:00+02:00",
        "20260715, 2026-07-15T00:00+02:00",
        "2026071508, 2026-07-15T08:00+02:00",
        "202607150830, 2026-07-15T08:30+02:00",
        "20260715083015.1234, 2026-07-15T08:30:15.123400+02:00",
        "20260715083015-0500, 2026-07-15T08:30:15-05:00",
        "18750101, 1875-01-01T00:00+00:09:21",
        "20900101120000, 2090-01-01T12:00+01:00"
    })
    void times_of_every_precision_are_parsed_with_their_offset(String text, String expected) {
        assertThat(messages.fact(message("ADT^A01", "ZBE|1|" + text + "||INSERT|N"))
                        .occurredAt())
                .isEqualTo(at(expected))
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "20260000, 2026-01-01T00:00+01:00, YEAR",
        "202600, 2026-01-01T00:00+01:00, YEAR",
        "20260000000000, 2026-01-01T00:00+01:00, YEAR",
        "20260700, 2026-07-01T00:00+02:00, MONTH",
        "202607000000, 2026-07-01T00:00+02:00, MONTH",
        "20260700+0400, 2026-07-01T00:00+04:00, MONTH",
        "20261000, 2026-10-01T00:00+02:00, MONTH",
        "20261010000000, 2026-10-10T00:00+02:00, SECOND"
    })
    void a_month_or_a_day_of_zeros_is_not_stated(String text, String expected, TimePrecision precision) {
        Fact fact = messages.fact(message("ADT^A01", "ZBE|1|" + text + "||INSERT|N"));
        assertThat(fact.occurredAt()).isEqualTo(at(expected));
        assertThat(fact.annotations().precision()).isEqualTo(precision);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "000000000000", "00000000000000", "00000000000000.0000+0100"})
    void a_date_of_zeros_is_absent(String zeros) {
        Fact fact = messages.fact(message("ADT^A01", "ZBE|1|" + zeros + "||INSERT|N"));
        assertThat(fact.occurredAt()).isEqualTo(at("2026-03-01T10:15+01:00"));
        assertThat(fact.annotations().origin()).isEqualTo(TimeOrigin.DERIVED);
        assertThat(messages.fact(message(
                                "ORU^R01", "OBR|1|P1|F1|NA^Sodium|||" + zeros, "OBX|1|NM|NA^Sodium||139||||||F"))
                        .annotations()
                        .origin())
                .isEqualTo(TimeOrigin.DERIVED);
    }

    @ParameterizedTest
    @CsvSource({
        // The offset of the hospital's zone, in winter and in summer.
        "20260301101500+0100, 20260410093000, 2026-04-10T09:30+02:00",
        "20260701101500+0200, 20261210093000, 2026-12-10T09:30+01:00",
        "20260701101500+0200, 20260702093000, 2026-07-02T09:30+02:00",
        // Another zone.
        "20260301101500+0400, 20260410093000, 2026-04-10T09:30+04:00",
        "20260701101500+0100, 20261210093000, 2026-12-10T09:30+01:00",
        "20260701101500+0100, 20260702093000, 2026-07-02T09:30+01:00",
        // The hour that exists twice, before and after the change.
        "20261025023500+0200, 20261025023000, 2026-10-25T02:30+02:00",
        "20261025024500+0100, 20261025023000, 2026-10-25T02:30+01:00",
        "20260301101500+0100, 20260410093000+0100, 2026-04-10T09:30+01:00"
    })
    void the_offset_of_the_message_that_is_the_hospitals_states_its_zone(String sent, String text, String expected) {
        Fact fact = messages.fact(
                message("ADT^A01", "ZBE|1|" + text + "||INSERT|N").replace("|20260301101500|", "|" + sent + "|"));
        assertThat(fact.occurredAt()).hasToString(expected);
        assertThat(fact.annotations().origin()).isEqualTo(TimeOrigin.STATED);
        assertThat(fact.anomalies()).isEmpty();
    }

    @Test
    void an_hour_that_does_not_exist_is_flagged_with_and_without_the_offset_of_the_message() {
        for (String sent : List.of("20260329030500", "20260329030500+0200", "20260329015900+0100")) {
            assertThat(messages.fact(message("ADT^A01", "ZBE|1|20260329023000||INSERT|N")
                                    .replace("|20260301101500|", "|" + sent + "|"))
                            .anomalies())
                    .extracting(Anomaly::code)
                    .containsExactly(Anomaly.Code.TIME_DOES_NOT_EXIST);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20250231",
                "20251399",
                "2025022",
                "yesterday",
                "20250101250000",
                "20250101+9900",
                "0000",
                "00010101000000+0100",
                "99991231235959-0100"
            })
    void an_invalid_time_is_rejected_naming_its_field(String text) {
        assertThat(messages.rejection(message("ADT^A01", "ZBE|1|" + text + "||INSERT|N")))
                .extracting("code", "field")
                .containsExactly("PARC-0305", "ZBE-2");
    }

    @Test
    void the_most_specific_time_is_the_time_of_the_event() {
        String evn = "EVN||20260301000002||||20260301000006";
        String pv1 = PV1.replace("\r", "|||||||||||||||||||||||||20260301000044\r");
        assertThat(messages.fact(msh("ADT^A01") + evn + "\r" + PID + pv1 + "ZBE|1|20260301000001\r")
                        .occurredAt())
                .isEqualTo(at("2026-03-01T00:00:01+01:00"));
        assertThat(messages.fact(msh("ADT^A01") + evn + "\r" + PID + pv1).occurredAt())
                .isEqualTo(at("2026-03-01T00:00:44+01:00"));
        assertThat(messages.fact(msh("ADT^A02") + evn + "\r" + PID + pv1).occurredAt())
                .isEqualTo(at("2026-03-01T00:00:06+01:00"));
        assertThat(messages.fact(msh("ADT^A02") + "EVN||20260301000002\r" + PID + pv1)
                        .occurredAt())
                .isEqualTo(at("2026-03-01T00:00:02+01:00"));
        assertThat(messages.fact(message("ADT^A02")).occurredAt()).isEqualTo(at("2026-03-01T10:15:00+01:00"));
        assertThat(messages.fact(message("ADT^A02").replace("20260301101500", ""))
                        .occurredAt())
                .isEqualTo(at("2026-03-01T13:00:00+01:00"));
    }

    @Test
    void a_line_feed_inside_a_text_does_not_end_the_segment() {
        assertThat(messages.fact(message("ADT^A01").replace("CARDIO^12", "CARDIO^12\nnorth")))
                .isNotNull();
    }

    @Test
    void ten_thousand_values_in_one_message_are_parsed() {
        StringBuilder result = new StringBuilder("OBR|1|P1|F1|CBC^Count\r");
        for (int i = 0; i < 10_000; i++) {
            result.append("OBX|").append(i).append("|NM|c").append(i).append("||5||||||F\rNTE|1||fine\r");
        }
        assertThat(messages.parsed(message("ORU^R01", result.toString())).facts())
                .hasSize(1);
    }

    private java.util.List<Identifier> identifiers(String pid) {
        return messages.fact(msh("ADT^A28") + pid + "\r").patient().identifiers();
    }

    private String family(byte[] message) {
        return ((ParsedMessage) messages.parse(message))
                .facts()
                .getFirst()
                .patient()
                .demographics()
                .name()
                .orElseThrow()
                .family();
    }

    private static String named(String family, String charset) {
        return message("ADT^A01").replace("DURAND", family).replace("|2.5\r", "|2.5||||||" + charset + "\r");
    }

    @ParameterizedTest
    @CsvSource({"P^I, MIGRATION", "P^R, MIGRATION", "P^A, MIGRATION", "P^T,", "P,"})
    void the_processing_mode_declares_a_migration(String processing, DataEntryMode declared) {
        String message =
                Hl7TestParser.message("ADT^A03", "EVN||20200101100000").replace("|P|2.5", "|" + processing + "|2.5");

        assertThat(messages.parsed(message).declared().mode()).isEqualTo(Optional.ofNullable(declared));
    }

    @Test
    void a_line_of_text_that_looks_like_a_segment_does_not_shift_the_fields_of_its_segment() {
        var result = messages.event(
                msh("ORU^R01") + PID + "OBR|1||F1^RIS|ECHO^Echographie||||||||||||||||||||||F\r"
                        + "OBX|1|TX|ECHO||Foie : homogène.\nOBX|9|NM|FAKE^Faux||666||||||F\nRate : normale.||||||C\r",
                ImagingReported.class);

        assertThat(result.observations()).singleElement().satisfies(value -> {
            assertThat(value.value()).isEqualTo("Foie : homogène.\nOBX|9|NM|FAKE^Faux||666||||||F\nRate : normale.");
            assertThat(value.unit()).isEmpty();
            assertThat(value.status()).contains(ObservationStatus.CORRECTED);
        });
    }
}
