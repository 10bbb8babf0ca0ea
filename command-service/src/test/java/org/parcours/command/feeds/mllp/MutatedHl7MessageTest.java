package org.parcours.command.feeds.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.MutationChecker;
import org.parcours.command.intake.SampleFiles;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.intake.hl7.message.Hl7Batch;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.FakeQuarantine;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.quarantine.QuarantinedMessage;

/** Every message is acknowledged, and positively only if it is recorded or in quarantine. */
@Isolated("Measures the memory of this JVM")
public class MutatedHl7MessageTest {

    @Test
    void a_mutated_message_is_acknowledged_and_recorded_or_in_quarantine() {
        MutationChecker.assertHolds(messages(), message -> {
            FakeMessageRecorder recorder = new FakeMessageRecorder();
            FakeQuarantine quarantine = new FakeQuarantine();
            Hl7MessageHandler handler = new Hl7MessageHandler(
                    new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), Clock.systemUTC()),
                    TestPipeline.processor(recorder, quarantine, Clock.systemUTC()),
                    Hl7TestProperties.hl7().zone(),
                    Clock.systemUTC());

            byte[] acknowledgement = handler.handle(message);

            if (Hl7Batch.parse(message).isEmpty()) {
                String ack = new String(acknowledgement, StandardCharsets.ISO_8859_1);
                // Mutated MSH-15 and MSH-16 may request no acknowledgement (Hl7MessageHandlerTest).
                assertThat(ack.replace("\0", "")).matches("(?s)|.{0,2}MSH.*\rMSA.[AC][AER].*");
                // An acknowledgement is neither acknowledged nor put into quarantine.
                assertThat(recorder.messages().size() + quarantine.all().size()).isBetween(ack.isEmpty() ? 0 : 1, 1);
            }
            // A mutated message is parsed or rejected for a reason; it never causes an internal error.
            assertThat(quarantine.all()).extracting(QuarantinedMessage::code).doesNotContain("PARC-0207", "PARC-0205");
        });
    }

    public static List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        for (String message : List.of(
                Hl7TestParser.message("ADT^A01", "ZBE|1^CPAGE|20260228080000||INSERT|N|||^^^^^1^UF^^^1120|HMS"),
                Hl7TestParser.message("ADT^A40", "MRG|9^^^CHU^PI"),
                Hl7TestParser.message("SIU^S12", "SCH||F1|||||||||^^^20260401080000", "AIL|1||BLOC"),
                Hl7TestParser.message("OML^O21", "ORC|NW|P1", "OBR|1|||CBC^Count", "SPM|1|S1||BLD"),
                Hl7TestParser.message("ORU^R01", "OBR|1|P1|F1|CBC^Count", "OBX|1|ED|R||^AP^PDF^Base64^AAAA||||||F"),
                Hl7TestParser.message("MDM^T02", "TXA|1|DS||||||||||L1", "OBX|1|TX|L||Dear||||||F"),
                Hl7TestParser.message("RAS^O17", "ORC|RE|P1", "RXA|0|1|20260301140000||N02^Para|500|mg"))) {
            messages.add(message.getBytes(StandardCharsets.UTF_8));
        }
        Stream.of("hl7v2/pam-fr", "hl7v2/various")
                .filter(folder -> SampleFiles.folder(folder).isPresent())
                .flatMap(SampleFiles::messages)
                .map(SampleFiles::bytes)
                .filter(bytes -> bytes.length > 100)
                .forEach(messages::add);
        SampleFiles.folder("hl7v2/simhospital")
                .map(folder -> SampleFiles.feed(folder.resolve("messages.out")).limit(200))
                .ifPresent(feed -> feed.forEach(messages::add));
        return messages;
    }
}
