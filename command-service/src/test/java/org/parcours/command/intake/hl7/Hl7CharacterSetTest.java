package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Anomaly;

/** Bytes are decoded as MSH-18 says; where they contradict it, as they look, and each fact says so. */
class Hl7CharacterSetTest {

    @ParameterizedTest
    @CsvSource({
        "'', UTF-8, GAËTAN LEBŒUF",
        "'', US-ASCII, DURAND",
        "'\"\"', UTF-8, GAËTAN",
        "UNICODE UTF-8, UTF-8, GAËTAN LEBŒUF 𝄞",
        "UNICODE, UTF-8, GAËTAN",
        "utf-8, UTF-8, GAËTAN",
        "8859/1, ISO-8859-1, GAËTAN",
        "ISO 8859-1, ISO-8859-1, GAËTAN",
        "8859/15, ISO-8859-15, GAËTAN LEBŒUF €",
        "8859/2, ISO-8859-2, ŁUKASZ",
        "windows-1252, windows-1252, GAËTAN LEBŒUF",
        "Cp1252, windows-1252, LEBŒUF",
        "UNICODE UTF-16, UTF-16, GAËTAN",
        "UNICODE UTF-16, UTF-16BE, GAËTAN",
        "UNICODE UTF-16, UTF-16LE, GAËTAN",
        "8859/1~UNICODE UTF-8, UTF-8, GAËTAN",
        "UNICODE UTF-8~8859/1, ISO-8859-1, GAËTAN",
        "~UNICODE UTF-8, UTF-8, GAËTAN",
        "KS X 1001, EUC-KR, 김",
        "ISO IR87, ISO-2022-JP, 山田",
        "KLINGON, US-ASCII, DURAND",
        "UNICODE UTF-16, US-ASCII, DURAND"
    })
    void bytes_as_MSH_18_says_are_decoded_without_a_flag(String declared, String actual, String name) {
        Fact fact = fact(bytes(name, declared, actual));
        assertThat(family(fact)).isEqualTo(name);
        assertThat(guesses(fact)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', ISO-8859-1, GAËTAN, MSH-18 - → ISO-8859-1",
        "'', windows-1252, LEBŒUF, MSH-18 - → windows-1252",
        "8859/1, UTF-8, GAËTAN, MSH-18 8859/1 → UTF-8",
        "8859/1, windows-1252, LEBŒUF, MSH-18 8859/1 → windows-1252",
        "8859/15, windows-1252, LEBŒUF, MSH-18 8859/15 → windows-1252",
        "ASCII, UTF-8, GAËTAN, MSH-18 ASCII → UTF-8",
        "ASCII, ISO-8859-1, GAËTAN, MSH-18 ASCII → ISO-8859-1",
        "UNICODE UTF-8, ISO-8859-1, GAËTAN, MSH-18 UNICODE UTF-8 → ISO-8859-1",
        "UNICODE UTF-16, UTF-8, GAËTAN, MSH-18 UNICODE UTF-16 → UTF-8",
        "UNICODE UTF-8, UTF-16, GAËTAN, MSH-18 UNICODE UTF-8 → UTF-16",
        "'', UTF-16LE, GAËTAN, MSH-18 - → UTF-16LE",
        "KLINGON, UTF-8, GAËTAN, MSH-18 KLINGON → UTF-8",
        "8859/99, ISO-8859-1, GAËTAN, MSH-18 8859/99 → ISO-8859-1"
    })
    void bytes_that_contradict_MSH_18_are_decoded_as_they_look_and_flagged(
            String declared, String actual, String name, String guess) {
        Fact fact = fact(bytes(name, declared, actual));
        assertThat(family(fact)).isEqualTo(name);
        assertThat(guesses(fact)).containsExactly(guess);
    }

    /** A sender that cuts a text after so many bytes cuts a character in two; the names are still right. */
    @ParameterizedTest
    @ValueSource(strings = {"", "UNICODE UTF-8"})
    void one_invalid_byte_does_not_change_the_other_characters(String declared) {
        byte[] bytes = bytes("GAËTAN HÉLÈNE", declared, "UTF-8");
        byte[] cut = Arrays.copyOf(bytes, bytes.length + 1);
        cut[bytes.length] = (byte) 0xC3;
        Fact fact = fact(cut);
        assertThat(family(fact)).isEqualTo("GAËTAN HÉLÈNE");
        assertThat(guesses(fact)).singleElement().asString().endsWith("→ UTF-8, invalid bytes");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_text() {
        Fact fact = fact(("\uFEFF" + text("GAËTAN", "UNICODE UTF-8").replace("\rPID", "\r\uFEFFPID"))
                .getBytes(StandardCharsets.UTF_8));
        assertThat(family(fact)).isEqualTo("GAËTAN");
        assertThat(guesses(fact)).isEmpty();
    }

    @Test
    void the_configured_character_set_of_an_application_takes_the_place_of_MSH_18() {
        Hl7MessageParser configured = parser(Map.of("parcours.hl7.charsets.APP", "ISO-8859-15"));
        for (String declared : List.of("", "UNICODE UTF-8", "8859/1")) {
            Fact fact = fact(configured, bytes("LEBŒUF €", declared, "ISO-8859-15"));
            assertThat(family(fact)).isEqualTo("LEBŒUF €");
            assertThat(guesses(fact)).isEmpty();
        }
        assertThat(guesses(fact(configured, bytes("GAËTAN", "UNICODE UTF-8", "UTF-8"))))
                .containsExactly("parcours.hl7.charsets ISO-8859-15 → UTF-8");
    }

    @Test
    void the_name_of_a_character_set_is_shown_in_ASCII_and_not_at_any_length() {
        Fact fact = fact(bytes("GAËTAN", "é<script>" + "x".repeat(500), "UTF-8"));
        assertThat(guesses(fact))
                .singleElement()
                .asString()
                .matches("MSH-18 [ -~]{40} → UTF-8")
                .doesNotContain("<");
    }

    private static String family(Fact fact) {
        return fact.patient().demographics().name().orElseThrow().family();
    }

    private static List<String> guesses(Fact fact) {
        return fact.anomalies().stream()
                .filter(anomaly -> anomaly.code() == Anomaly.Code.CHARACTER_SET_GUESSED)
                .map(anomaly -> anomaly.detail().orElseThrow())
                .toList();
    }

    private static Fact fact(byte[] bytes) {
        return fact(parser(Map.of()), bytes);
    }

    private static Fact fact(Hl7MessageParser parser, byte[] bytes) {
        return ((ParsedMessage) parser.receive(bytes).parse()).facts().getFirst();
    }

    private static Hl7MessageParser parser(Map<String, String> properties) {
        return new Hl7MessageParser(
                Hl7TestProperties.hl7(properties),
                new FakeDocumentStore(),
                Clock.fixed(Hl7TestParser.NOW, ZoneOffset.UTC));
    }

    private static byte[] bytes(String family, String declared, String charset) {
        return text(family, declared).getBytes(Charset.forName(charset));
    }

    private static String text(String family, String declared) {
        return message("ADT^A01").replace("DURAND", family).replace("|2.5\r", "|2.5||||||" + declared + "\r");
    }
}
