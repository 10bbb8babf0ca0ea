package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.PID;
import static org.parcours.command.intake.hl7.Hl7TestParser.PV1;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;
import static org.parcours.command.intake.hl7.Hl7TestParser.msh;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.Observation;
import org.parcours.events.PersonName;

/** What is text stays text, and what identifies is compared without what nobody sees. */
class Hl7TextCasesTest {

    private final Hl7TestParser messages = new Hl7TestParser();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\X0D\\\\X0A\\",
                "\\X0D0A\\",
                "\\X000d\\\\x0a\\",
                "\\X0D\\",
                "\\X0A\\",
                "\\x0d0a\\",
                "\\X00\\\\X0D\\",
                "\\.br\\",
                "\\.BR\\",
                "\\.sp\\",
                "\\.sp1\\",
                "\\.sp 1\\",
                "\\.ce\\",
                "\n",
                "\\X0C\\"
            })
    void a_line_end_in_a_text_is_one_line_end(String lineEnd) {
        assertThat(text("avant" + lineEnd + "après")).isEqualTo("avant\naprès");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a\\T\\b, a&b",
                "a\\S\\b\\R\\c\\F\\d, a^b~c|d",
                "AB\\E\\, AB\\",
                "\\E\\X0D\\E\\, \\X0D\\",
                "L4\\5 re., L4\\5 re.",
                "\\, \\",
                "\\\\, \\\\",
                "\\\\\\, \\\\\\",
                "C:\\dir\\file, C:\\dir\\file",
                "\\X0\\, \\X0\\",
                "\\X0D0\\, \\X0D0\\",
                "\\XZZ\\, \\XZZ\\",
                "\\Zlocal\\ x, \\Zlocal\\ x",
                "\\C2842\\, \\C2842\\",
                "\\H\\loud\\N\\, loud",
                "\\.in+4\\x\\.fi\\, x",
                "\\XC3A9\\t\\XC3\\\\XA9\\, été",
                "\\XE9\\, \\XE9\\"
            })
    void an_escape_sequence_is_decoded_and_anything_else_is_text(String sent, String shown) {
        assertThat(text(sent)).isEqualTo(shown);
    }

    @Test
    void hexadecimal_data_of_any_length_is_decoded() {
        assertThat(text("\\X" + "41".repeat(10_000) + "\\")).isEqualTo("A".repeat(10_000));
    }

    @Test
    void a_hexadecimal_byte_is_a_character_of_the_declared_set() {
        assertThat(observation(result("\\XE9\\t\\XE9\\").replace("|2.5\r", "|2.5||||||8859/1\r"))
                        .value())
                .isEqualTo("été");
    }

    @Test
    void an_escape_character_at_the_end_of_a_component_is_a_character() {
        String admission =
                message("ADT^A01").replace("PI||DURAND^ANNE", "PI~AB\\E\\^^^AUT2&2.999.20.9&ISO^PI||\\^Jean");
        ParsedMessage parsed = messages.parsed(admission);
        assertThat(parsed.facts().getFirst().patient().identifiers())
                .extracting(Identifier::value)
                .containsExactly("123", "AB\\");
        assertThat(name(parsed).family()).isEqualTo("\\");
    }

    /** M09: the segments end with CR, the text has LF. */
    @Test
    void a_segment_name_after_a_line_feed_is_text() {
        String text = "Echographie.\nFoie: normal.\nOBX|9|NM|FAKE^Faux||666||||||F\nRate: normale.";
        assertThat(observation(result(text)).value()).isEqualTo(text);
    }

    @Test
    void a_message_without_carriage_return_ends_its_segments_with_line_feeds() {
        assertThat(observation(result("normal").replace('\r', '\n')).value()).isEqualTo("normal");
        assertThat(observation(result("normal").replace("\r", "\r\n")).value()).isEqualTo("normal");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\uFEFF", "\u0000", "\u00A0\u200B"})
    void an_invisible_character_before_a_segment_hides_no_segment(String invisible) {
        assertThat(observation(result("normal").replace("\rOBX", "\r" + invisible + "OBX"))
                        .value())
                .isEqualTo("normal");
        assertThat(messages.fact(invisible + message("ADT^A01").replace("\rPID", "\r" + invisible + "PID"))
                        .patient()
                        .identifiers())
                .extracting(Identifier::value)
                .containsExactly("123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "  ", "\t", "\uFEFF", "\u200B", "\u00A0", "\u202F", "\u2003", "\u00AD", "\u2060", "\u0000"})
    void invisible_characters_around_a_number_do_not_make_another_patient(String invisible) {
        String plain = message("ADT^A01");
        String around = plain.replace(
                        "|||123^^^CHU&1.2.250.1.99&ISO^PI",
                        "|||" + invisible + "123" + invisible + "^^^"
                                + invisible + "CHU" + invisible + "&" + invisible + "1.2.250.1.99" + invisible + "&ISO"
                                + invisible
                                + "^PI" + invisible)
                .replace("V1^^^CHU", invisible + "V1" + invisible + "^^^CHU");
        assertThat(messages.fact(around).patient().identifiers())
                .isEqualTo(messages.fact(plain).patient().identifiers());
        assertThat(messages.fact(around).visit()).isEqualTo(messages.fact(plain).visit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF", "\u200B", "\u00AD", "\u2060"})
    void a_character_without_width_inside_a_number_does_not_make_another_patient(String invisible) {
        assertThat(messages.fact(message("ADT^A01").replace("|||123^", "|||1" + invisible + "23^"))
                        .patient()
                        .identifiers())
                .extracting(Identifier::value)
                .containsExactly("123");
    }

    @Test
    void invisible_characters_around_other_numbers_do_not_change_them() {
        String blanks = "\uFEFF \u00A0";
        String merge = msh("ADT^A40") + PID + "MRG|" + blanks + "9" + blanks + "^^^CHU&1.2.250.1.99&ISO^PI\r";
        assertThat(messages.event(merge, PatientsMerged.class).absorbedIdentifiers())
                .extracting(Identifier::value)
                .containsExactly("9");
        String order = message("ORM^O01", "ORC|NW|" + blanks + "P1" + blanks + "^DPI" + blanks, "OBR|1|||A^Alpha");
        assertThat(messages.fact(order).event())
                .isEqualTo(messages.fact(message("ORM^O01", "ORC|NW|P1^DPI", "OBR|1|||A^Alpha"))
                        .event());
    }

    @ParameterizedTest
    @CsvSource({
        "^~, a^b~c, a\\E\\b, a\\E\\b",
        "^~\\, a^b~c, a&b, a&b",
        "^~\\&, a^b~c, a\\T\\b, a&b",
        "^~\\&#, a^b~c, a\\P\\b, a#b",
        "@*!%, a@b*c, a!T!b, a%b"
    })
    void two_to_five_encoding_characters_are_read_as_sent(
            String declared, String repetitions, String sent, String shown) {
        String message = msh("ADT@A28".replace('@', declared.charAt(0))).replace("|^~\\&|", "|" + declared + "|")
                + "PID|||1||" + sent + declared.charAt(0) + "ANNE\r";
        assertThat(name(messages.parsed(message)).family()).isEqualTo(shown);
        assertThat(name(messages.parsed(message)).given()).contains("ANNE");
        assertThat(repetitions).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "^", "^^\\&", "^~\\^", "^~\\&#$", "ab", "^~\\ ", "12345", "^~\\&&"})
    void other_encoding_characters_are_rejected_naming_MSH_2(String declared) {
        assertThat(messages.rejection(message("ADT^A01").replace("|^~\\&|", "|" + declared + "|")))
                .extracting("code", "field")
                .containsExactly("PARC-0212", "MSH-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "!", "$", "§", "¦", ";", "/"})
    void any_field_separator_is_read(String separator) {
        assertThat(messages.fact(message("ADT^A01").replace("|", separator))
                        .patient()
                        .identifiers())
                .extracting(Identifier::value)
                .containsExactly("123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "p", " P ", "P^I", "P^R", "P^A", "P^T", "P^", "", "\"\""})
    void a_message_of_production_is_recorded(String processing) {
        messages.parsed(message("ADT^A01").replace("|P|2.5", "|" + processing + "|2.5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"T", "t", "D", "d", "T^I", "D^T", "X"})
    void a_message_of_training_or_debugging_is_kept_aside(String processing) {
        assertThat(messages.unsupported(message("ADT^A01").replace("|P|2.5", "|" + processing + "|2.5")))
                .extracting("code", "field")
                .containsExactly("PARC-0213", "MSH-11");
    }

    @Test
    void control_characters_are_not_part_of_a_text() {
        assertThat(text("a\u0000b\u0007c\td\u001f")).isEqualTo("abc\td");
    }

    @ParameterizedTest
    @CsvSource({"APP, MSH-3", "CHU, MSH-4", "M1, MSH-10"})
    void an_overlong_value_that_identifies_the_message_is_rejected(String value, String field) {
        String absurd = msh("ADT^A01").replaceFirst(value, "x".repeat(201)) + PID + PV1;
        assertThat(messages.rejection(absurd)).extracting("code", "field").containsExactly("PARC-0317", field);
        assertThat(messages.parse(msh("ADT^A01").replaceFirst(value, "x".repeat(200)) + PID + PV1))
                .isInstanceOf(ParsedMessage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\\X0A\\", "\\X0D\\", "\\.br\\", "\\X0C\\"})
    void a_line_break_in_a_value_that_identifies_the_message_is_rejected(String lineBreak) {
        for (String value : List.of("APP", "CHU", "M1")) {
            String message =
                    msh("ADT^A01").replaceFirst(value, "x" + lineBreak.replace("\\", "\\\\") + "y") + PID + PV1;
            assertThat(messages.rejection(message).code()).isEqualTo("PARC-0317");
        }
    }

    @Test
    void a_segment_that_a_line_feed_appends_to_the_header_is_not_lost() {
        assertThat(messages.rejection(message("ADT^A01", "NTE|1||x").replaceFirst("\rPID", "\nPID")))
                .extracting("code", "field")
                .containsExactly("PARC-0317", "MSH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\ny", "x\\X0D0A\\y", "x\u0000y\u001f", "x\u2028y"})
    void the_sender_and_the_id_are_one_line_even_where_the_message_is_rejected(String value) {
        String message = msh("ADT^A01")
                .replaceFirst("APP", value.replace("\\", "\\\\"))
                .replaceFirst("M1", value.replace("\\", "\\\\"));
        ReceivedHl7Message received = messages.received(message);
        assertThat(received.sender().application())
                .doesNotContainPattern("[\\p{Cc}\\u2028]")
                .startsWith("x");
        assertThat(received.messageId().orElseThrow()).doesNotContainPattern("[\\p{Cc}\\u2028]");
        assertThat(messages.received(msh("ADT^A01").replace("APP", "x".repeat(9_000)))
                        .sender()
                        .application())
                .hasSize(200);
    }

    private static PersonName name(ParsedMessage parsed) {
        return parsed.facts().getFirst().patient().demographics().name().orElseThrow();
    }

    private String text(String sent) {
        return observation(result(sent)).value();
    }

    private static String result(String text) {
        return message("ORU^R01", "OBR|1||F1|N^Note", "OBX|1|TX|N^Note||" + text + "||||||F");
    }

    private Observation observation(String message) {
        List<Observation> observations =
                messages.event(message, ResultIssued.class).observations();
        assertThat(observations).hasSize(1);
        return observations.getFirst();
    }
}
