package org.parcours.standalone;

import java.time.Duration;
import org.parcours.standalone.demo.ConsoleWriter;

/** Waits at startup until the views, which are rebuilt at each start, show every event of the log. */
final class ViewRebuild {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private ViewRebuild() {}

    /** Returns when the views have applied the log up to its present head, or have stopped. */
    static void await(EmbeddedServices services, ConsoleWriter console) {
        long logPosition = services.logPosition();
        if (logPosition == 0) {
            return;
        }
        console.printLine("Rebuilding the views from the event log …");
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
        viewStatus.stopReason().ifPresent(reason -> console.printLine("The views have stopped: " + reason));
    }
}
