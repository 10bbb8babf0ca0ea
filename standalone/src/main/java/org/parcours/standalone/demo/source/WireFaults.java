package org.parcours.standalone.demo.source;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What interfaces do to messages, whatever these tell. */
public final class WireFaults {

    private static final int ONE_IN_DUPLICATED = 30;
    private static final int ONE_IN_GARBLED = 80;

    private WireFaults() {}

    public static List<Message> strike(List<Message> messages, SplittableRandom random) {
        List<Message> struck = new ArrayList<>();
        for (Message message : messages) {
            if (message.from().feed() != SourceApplication.Feed.REST && random.nextInt(ONE_IN_GARBLED) == 0) {
                struck.add(garbled(message));
            }
            struck.add(message);
            if (random.nextInt(ONE_IN_DUPLICATED) == 0) {
                struck.add(message.again(message.toldAt().plusSeconds(random.nextInt(20, 400))));
            }
        }
        return struck;
    }

    /** A first attempt of the interface that lost the patient's numbers on the way; the good message comes after it. */
    private static Message garbled(Message message) {
        Charset charset = message.from().charset();
        String told = new String(message.bytes(), charset);
        String id = message.id() + "G";
        String spoilt = told.replace("|" + message.id() + "|", "|" + id + "|")
                .replaceFirst("PID\\|1\\|\\|[^|]*\\|", "PID|1||^^^|");
        return new Message(
                message.toldAt().minus(Duration.ofSeconds(1)),
                message.from(),
                id,
                spoilt.getBytes(charset),
                Optional.of(Fault.GARBLED));
    }
}
