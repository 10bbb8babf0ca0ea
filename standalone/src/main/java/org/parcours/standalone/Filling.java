package org.parcours.standalone;

import java.time.Duration;
import org.parcours.standalone.demo.Screen;

/** The views are made again at each start; nobody is told to open pages that do not show everything yet. */
final class Filling {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private Filling() {}

    /** Returns when the views show what the log held, or will not come further by themselves. */
    static void await(Services services, Screen screen) {
        long wanted = services.recorded();
        if (wanted == 0) {
            return;
        }
        screen.line("The views are being filled from the log …");
        Services.Viewed viewed = services.viewed();
        while (viewed.position() < wanted && viewed.stopped().isEmpty()) {
            screen.progress(viewed.position(), wanted, "events", "");
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            viewed = services.viewed();
        }
        screen.progress(viewed.position(), wanted, "events", "");
        screen.endOfProgress();
        viewed.stopped().ifPresent(why -> screen.line("The views stand still: " + why));
    }
}
