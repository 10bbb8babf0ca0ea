package org.parcours.standalone.demo.source;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What interfaces do to messages, whatever these tell. */
public final class TransmissionFaultInjector {

    private static final int ONE_IN_DUPLICATED = 30;
    private static final int ONE_IN_GARBLED = 80;

    private TransmissionFaultInjector() {}

    public static List<OutgoingMessage> inject(List<OutgoingMessage> messages, SplittableRandom random) {
        List<OutgoingMessage> transmitted = new ArrayList<>();
        for (OutgoingMessage message : messages) {
            if (message.application().feed() != SourceApplication.Feed.REST && random.nextInt(ONE_IN_GARBLED) == 0) {
                transmitted.add(garbledCopy(message));
            }
            transmitted.add(message);
            if (random.nextInt(ONE_IN_DUPLICATED) == 0) {
                transmitted.add(message.duplicateAt(message.reportedAt().plusSeconds(random.nextInt(20, 400))));
            }
        }
        return transmitted;
    }

    /** A first attempt of the interface that lost the patient's numbers on the way; the good message comes after it. */
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
                Optional.of(SimulatedFault.GARBLED));
    }
}
