package org.parcours.command.intake.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.parcours.command.intake.RecordingDocuments;
import org.parcours.command.intake.RecordingIntake;
import org.parcours.command.intake.RecordingRefused;
import org.parcours.command.intake.RecordingRefused.Kept;
import org.parcours.command.intake.Samples;

/** Whatever comes there is an answer, and nothing positive without something recorded or kept. */
class AnyMessageTest {

    @Property(tries = 600)
    void a_mutilated_message_has_an_answer(@ForAll("mutilated") byte[] message) {
        RecordingIntake intake = new RecordingIntake();
        RecordingRefused refused = new RecordingRefused();
        Hl7Exchange exchange = new Hl7Exchange(
                new Hl7Understanding(Settings.hl7(), new RecordingDocuments(), Clock.systemUTC()),
                intake,
                refused,
                Settings.hl7(),
                Clock.systemUTC());

        String ack = new String(exchange.answer(message), StandardCharsets.ISO_8859_1);

        // Nothing is an answer too, to whoever asks for it in MSH-15 and MSH-16 (Hl7ExchangeTest).
        assertThat(ack).matches("(?s)|MSH\\|\\^~\\\\&\\|.*\rMSA\\|[AC][AER][|\r].*");
        assertThat(intake.reports().size() + refused.all().size()).isEqualTo(1);
        // A mutilation is the sender's fault: it is understood or refused for a reason, never our failure.
        assertThat(refused.all()).extracting(Kept::code).doesNotContain("PARC-0207", "PARC-0205");
    }

    @Provide
    Arbitrary<byte[]> mutilated() {
        List<byte[]> whole = messages();
        return Combinators.combine(
                        Arbitraries.of(whole),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.randomValue(Random::nextLong))
                .as((message, way, seed) -> mutilated(message, way, new Random(seed)));
    }

    private static byte[] mutilated(byte[] message, int way, Random random) {
        byte[] copy = message.clone();
        switch (way) {
            case 0 -> {
                for (int i = 0; i <= copy.length / 50; i++) {
                    copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
                }
            }
            case 1 -> copy = lines(copy, line -> random.nextInt(4) > 0);
            case 2 -> copy = Arrays.copyOf(copy, random.nextInt(copy.length));
            case 3 -> {
                String delimiters = "|^~\\&\r\n\"";
                for (int i = 0; i <= copy.length / 80; i++) {
                    copy[4 + random.nextInt(copy.length - 4)] =
                            (byte) delimiters.charAt(random.nextInt(delimiters.length()));
                }
            }
            default -> {
                String text = new String(copy, StandardCharsets.ISO_8859_1);
                String[] lines = text.split("\r");
                List<String> shuffled = new ArrayList<>(Arrays.asList(lines).subList(1, lines.length));
                java.util.Collections.shuffle(shuffled, random);
                copy = (lines[0] + "\r" + String.join("\r", shuffled)).getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        return copy;
    }

    private static byte[] lines(byte[] message, java.util.function.Predicate<String> kept) {
        return Stream.of(new String(message, StandardCharsets.ISO_8859_1).split("\r"))
                .filter(kept)
                .reduce("", (a, b) -> a + b + "\r")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<byte[]> messages() {
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
        return messages;
    }
}
