package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.parcours.command.intake.AnyMessage;
import org.parcours.command.intake.RecordingDocuments;
import org.parcours.command.intake.RecordingIntake;
import org.parcours.command.intake.RecordingRefused;
import org.parcours.command.intake.RecordingRefused.Kept;
import org.parcours.command.intake.Samples;
import org.parcours.command.intake.hl7.message.Hl7Batch;

/** Whatever comes there is an answer, and nothing positive without something recorded or kept. */
@Isolated("It measures the memory of this JVM")
public class AnyMessageTest {

    @Test
    void a_mutilated_message_has_an_answer_and_is_recorded_or_kept() {
        AnyMessage.holds(messages(), message -> {
            RecordingIntake intake = new RecordingIntake();
            RecordingRefused refused = new RecordingRefused();
            Hl7Exchange exchange = new Hl7Exchange(
                    new Hl7Understanding(Settings.hl7(), new RecordingDocuments(), Clock.systemUTC()),
                    intake,
                    refused,
                    Settings.hl7(),
                    Clock.systemUTC());

            byte[] answer = exchange.answer(message);

            if (Hl7Batch.of(message).isEmpty()) {
                String ack = new String(answer, StandardCharsets.ISO_8859_1);
                // Nothing is an answer too, to whoever asks for it in MSH-15 and MSH-16 (Hl7ExchangeTest).
                assertThat(ack.replace("\0", "")).matches("(?s)|.{0,2}MSH.*\rMSA.[AC][AER].*");
                // An acknowledgement is neither acknowledged nor kept.
                assertThat(intake.reports().size() + refused.all().size()).isBetween(ack.isEmpty() ? 0 : 1, 1);
            }
            // A mutilation is the sender's fault: it is understood or refused for a reason, never our failure.
            assertThat(refused.all()).extracting(Kept::code).doesNotContain("PARC-0207", "PARC-0205");
        });
    }

    public static List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        for (String message : List.of(
                Messages.message("ADT^A01", "ZBE|1^CPAGE|20260228080000||INSERT|N|||^^^^^1^UF^^^1120|HMS"),
                Messages.message("ADT^A40", "MRG|9^^^CHU^PI"),
                Messages.message("SIU^S12", "SCH||F1|||||||||^^^20260401080000", "AIL|1||BLOC"),
                Messages.message("OML^O21", "ORC|NW|P1", "OBR|1|||CBC^Count", "SPM|1|S1||BLD"),
                Messages.message("ORU^R01", "OBR|1|P1|F1|CBC^Count", "OBX|1|ED|R||^AP^PDF^Base64^AAAA||||||F"),
                Messages.message("MDM^T02", "TXA|1|DS||||||||||L1", "OBX|1|TX|L||Dear||||||F"),
                Messages.message("RAS^O17", "ORC|RE|P1", "RXA|0|1|20260301140000||N02^Para|500|mg"))) {
            messages.add(message.getBytes(StandardCharsets.UTF_8));
        }
        Stream.of("hl7v2/pam-fr", "hl7v2/various")
                .filter(folder -> Samples.folder(folder).isPresent())
                .flatMap(Samples::messages)
                .map(Samples::bytes)
                .filter(bytes -> bytes.length > 100)
                .forEach(messages::add);
        Samples.folder("hl7v2/simhospital")
                .map(folder -> Samples.feed(folder.resolve("messages.out")).limit(200))
                .ifPresent(feed -> feed.forEach(messages::add));
        return messages;
    }
}
