package org.parcours.query.projection;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.parcours.events.Envelope;
import org.parcours.query.AnnotatedLog;
import org.parcours.query.DemoLog;
import org.parcours.query.LongStayLog;
import org.parcours.query.QueryServiceApplication;
import org.parcours.query.views.ProjectionStatus;

/**
 * Serves the pages with a demo log at http://localhost:18080, for visual inspection.
 *
 * <p>With the argument {@code live} the last events are added one by one, every two seconds; with {@code annotated} the log
 * is {@link AnnotatedLog}, with {@code long} {@link LongStayLog} of 10,000 steps.
 */
public final class DemoPageServer {

    private static final int BATCH = 500;

    private DemoPageServer() {}

    public static void main(String[] args) throws InterruptedException, IOException {
        var context = QueryServiceApplication.application()
                .run(
                        "--server.port=" + System.getProperty("port", "18080"),
                        "--parcours.views.url=jdbc:sqlite:"
                                + Files.createTempDirectory("views").resolve("views.db"),
                        "--parcours.kafka.enabled=false");
        TestFeed.setState(context, ProjectionStatus.State.LIVE);
        String which = args.length > 0 ? args[0] : "";
        List<Envelope> log =
                switch (which) {
                    case "annotated" -> AnnotatedLog.events();
                    case "long" -> LongStayLog.events(10_000, 300);
                    default -> DemoLog.events();
                };
        boolean oneByOne = which.equals("live");
        int first = oneByOne ? 40 : log.size();
        for (int from = 0; from < first; from += BATCH) {
            TestFeed.apply(context, log.subList(from, Math.min(first, from + BATCH)));
        }
        for (int next = first; next < log.size(); next++) {
            Thread.sleep(2000);
            TestFeed.apply(context, log.subList(next, next + 1));
        }
        System.out.println("patients: " + DemoLog.SOPHIE + " " + DemoLog.CROWDED + " " + DemoLog.ABSORBED + " "
                + AnnotatedLog.ODETTE + " " + AnnotatedLog.TWIN + " " + LongStayLog.PATIENT);
        Thread.currentThread().join();
    }
}
