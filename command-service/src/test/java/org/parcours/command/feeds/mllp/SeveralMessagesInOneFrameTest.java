package org.parcours.command.feeds.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.intake.hl7.Hl7TestParser.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;

/** Each message gets an answer, or the frame is refused: one message is never recorded as a part of another. */
class SeveralMessagesInOneFrameTest {

    private static final String TWO_ANSWERS = "(?s).*\rMSA\\|AA\\|M1\r.*\rMSA.AA.M2\r.*";

    private final FakeMessageRecorder recorder = new FakeMessageRecorder();
    private final FakeQuarantine quarantine = new FakeQuarantine();

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r", "\r\n\r\n"})
    void two_messages_one_after_the_other_are_two(String between) {
        assertThat(acknowledge(result("M1", "1") + between + result("M2", "2"))).matches(TWO_ANSWERS);
        assertThatEachPatientHasItsMessage();
    }

    @Test
    void two_messages_whose_segments_end_with_a_line_feed_are_two() {
        assertThat(acknowledge((result("M1", "1") + result("M2", "2")).replace('\r', '\n')))
                .matches(TWO_ANSWERS);
        assertThatEachPatientHasItsMessage();
    }

    @Test
    void the_line_ends_may_change_from_message_to_message() {
        assertThat(acknowledge(result("M1", "1") + result("M2", "2").replace('\r', '\n')))
                .matches(TWO_ANSWERS);
        assertThatEachPatientHasItsMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "$", "!", ";"})
    void a_second_message_with_another_field_separator_is_a_message(String separator) {
        assertThat(acknowledge(result("M1", "1") + result("M2", "2").replace("|", separator)))
                .matches(TWO_ANSWERS);
        assertThatEachPatientHasItsMessage();
    }

    @Test
    void a_second_message_with_other_encoding_characters_is_a_message() {
        String second = result("M2", "2").replace('^', '@').replace("&", "%").replace("~\\%", "~\\%");
        assertThat(acknowledge(result("M1", "1") + second)).matches(TWO_ANSWERS);
        assertThatEachPatientHasItsMessage();
    }

    /** Where the end of the first message is missing, nobody knows which segments belong to whom. */
    @ParameterizedTest
    @ValueSource(strings = {"||||||F", "||||||F\n", "||||||F ", "||||||F\r\uFEFF- ", "||||||F\r\u001c", " see: "})
    void a_second_header_that_does_not_begin_a_segment_refuses_the_frame(String before) {
        String first = message("ORU^R01", "OBR|1||F1|A", "OBX|1|TX|A||text" + before);
        for (String second : new String[] {
            result("M2", "2"),
            result("M2", "2").replace('|', '#'),
            result("M2", "2").replace('^', '@')
        }) {
            assertThat(acknowledge(first.stripTrailing() + (before.endsWith("\n") ? "\n" : "") + second))
                    .containsPattern("\rMSA\\|AR\\|M1\r")
                    .contains("PARC-0211", "MSH^2")
                    .doesNotContain("|AA|");
        }
        assertThat(recorder.messages()).isEmpty();
        assertThat(quarantine.all()).isNotEmpty().allMatch(kept -> kept.code().equals("PARC-0211"));
    }

    @Test
    void a_message_after_one_whose_segments_end_with_a_line_feed_refuses_the_frame() {
        assertThat(acknowledge(result("M1", "1").replace('\r', '\n') + result("M2", "2")))
                .contains("\rMSA|AR|M1\r", "PARC-0211");
        assertThat(recorder.messages()).isEmpty();
    }

    @Test
    void a_short_second_header_refuses_the_frame() {
        assertThat(acknowledge(result("M1", "1") + "MSH|^~\\&|APP|CHU\rPID|||2^^^CHU^PI\r"))
                .contains("\rMSA|AR|M1\r", "PARC-0211");
        assertThat(recorder.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16"})
    void two_messages_in_UTF_16_refuse_the_frame(String charset) {
        byte[] frame = (result("M1", "1") + result("M2", "2")).getBytes(Charset.forName(charset));
        assertThat(acknowledge(frame).replace("\0", "")).contains("MSA|AR|M1", "PARC-0211");
        assertThat(recorder.messages()).isEmpty();
    }

    /** A report may quote a message: LF never begins a segment in a message that has CR. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "first\nMSH|second",
                "first\n\nMSH|^~\\&|FAKE|FAKE|||20260301101500||ADT^A01|M2|P|2.5\nPID|||2^^^CHU^PI\nlast",
                "first\nPID|||2^^^CHU^PI\nOBX|2|NM|FAKE||666||||||F\nlast",
                "first MSH second",
                "the MSH segment",
                "MSH-9 and MSH-10 (MSH)"
            })
    void a_header_inside_a_text_is_text(String text) {
        assertThat(acknowledge(message("ORU^R01", "OBR|1||F1|A", "OBX|1|TX|A||" + text + "||||||F")))
                .contains("\rMSA|AA|M1\r");
        assertThat(recorder.onlyMessage().facts())
                .allMatch(fact -> patient(fact).equals("123"));
        assertThat(((ResultIssued) recorder.firstFact().event()).observations())
                .hasSize(1)
                .allMatch(value -> value.value()
                        .startsWith(text.lines().findFirst().orElseThrow().split("\\|")[0]));
    }

    private void assertThatEachPatientHasItsMessage() {
        assertThat(recorder.messages()).extracting(ParsedMessage::messageId).containsExactly("M1", "M2");
        assertThat(recorder.messages())
                .extracting(parsed -> patient(parsed.facts().getFirst()))
                .containsExactly("1", "2");
        assertThat(quarantine.all()).isEmpty();
    }

    private static String patient(Fact fact) {
        return fact.patient().identifiers().getFirst().value();
    }

    private static String result(String id, String patient) {
        return message("ORU^R01", "OBR|1||F" + id + "|A", "OBX|1|NM|A||" + patient + "||||||F")
                .replace("|M1|", "|" + id + "|")
                .replace("|||123^", "|||" + patient + "^");
    }

    private String acknowledge(String frame) {
        return acknowledge(frame.getBytes(StandardCharsets.UTF_8));
    }

    private String acknowledge(byte[] frame) {
        Clock clock = Clock.fixed(Hl7TestParser.NOW, ZoneOffset.UTC);
        Hl7MessageHandler handler = new Hl7MessageHandler(
                new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), clock),
                TestPipeline.processor(recorder, quarantine, clock),
                Hl7TestProperties.hl7().zone(),
                clock);
        return new String(handler.handle(frame), StandardCharsets.UTF_8);
    }
}
