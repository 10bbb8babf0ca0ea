package org.parcours.standalone;

import java.time.Duration;
import org.parcours.standalone.demo.ConsoleWriter;

/** The views are made again at each start; nobody is told to open pages that do not show everything yet. */
final class ViewRebuild {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private ViewRebuild() {}

    /** Returns when the views show what the log held, or will not come further by themselves. */
    static void await(EmbeddedServices services, ConsoleWriter console) {
        long logPosition = services.logPosition();
        if (logPosition == 0) {
            return;
        }
        console.printLine("The views are being filled from the log …");
        EmbeddedServices.ViewStatus viewStatus = services.viewStatus();
        while (viewStatus.position() < logPosition && viewStatus.stopReason().isEmpty()) {
            console.printProgress(viewStatus.position(), logPosition, "events", "");
            try {
                Thread.sleep(POLL_INTERVAL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            viewStatus = services.viewStatus();
        }
        console.printProgress(viewStatus.position(), logPosition, "events", "");
        console.endProgress();
        viewStatus.stopReason().ifPresent(reason -> console.printLine("The views stand still: " + reason));
    }
}
