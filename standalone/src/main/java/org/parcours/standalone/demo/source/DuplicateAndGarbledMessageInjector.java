package org.parcours.standalone.demo.source;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Injects transmission faults: duplicates and garbled messages. */
public final class DuplicateAndGarbledMessageInjector {

    private static final int ONE_IN_DUPLICATED = 30;
    private static final int ONE_IN_GARBLED = 80;

    private DuplicateAndGarbledMessageInjector() {}

    public static List<OutgoingMessage> inject(List<OutgoingMessage> messages, SplittableRandom random) {
        List<OutgoingMessage> transmitted = new ArrayList<>();
        for (OutgoingMessage message : messages) {
            if (message.application().feed() != SourceApplicationCode.Feed.REST
                    && random.nextInt(ONE_IN_GARBLED) == 0) {
                transmitted.add(garbledCopy(message));
            }
            transmitted.add(message);
            if (random.nextInt(ONE_IN_DUPLICATED) == 0) {
                transmitted.add(message.duplicateAt(message.reportedAt().plusSeconds(random.nextInt(20, 400))));
            }
        }
        return transmitted;
    }

    /** A copy without the patient's identifiers, sent a second before the intact message. */
    private static OutgoingMessage garbledCopy(OutgoingMessage message) {
        Charset charset = message.application().charset();
        String text = new String(message.bytes(), charset);
        String id = message.id() + "G";
        String garbledText = text.replace("|" + message.id() + "|", "|" + id + "|")
                .replaceFirst("PID\\|1\\|\\|[^|]*\\|", "PID|1||^^^|");
        return new OutgoingMessage(
                message.reportedAt().minus(Duration.ofSeconds(1)),
                message.application(),
                id,
                garbledText.getBytes(charset),
                Optional.of(SimulatedFaultOrChange.GARBLED));
    }
}
