package org.parcours.standalone.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.parcours.standalone.demo.scenario.HospitalMessageGenerator;
import org.parcours.standalone.demo.source.OutgoingMessage;
import org.parcours.standalone.demo.source.SourceApplicationCode;

/**
 * Runs the demo: sends the history of the last weeks first, as fast as messages are acknowledged, then live messages
 * without end. It can be stopped or killed at any moment.
 */
public final class DemoRunner implements AutoCloseable {

    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(30);

    private final DemoSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final ConsoleWriter console = ConsoleWriter.standardOutput();
    private final DemoStatistics statistics = new DemoStatistics();
    private final MessageDispatcher dispatcher;
    private final Thread thread =
            Thread.ofPlatform().name("demo-hospital").daemon().unstarted(this::run);

    private DemoRunner(DemoSettings settings) {
        this.settings = settings;
        this.dispatcher = new MessageDispatcher(settings, statistics);
    }

    /** Starts in the background. */
    public static DemoRunner start(DemoSettings settings) {
        DemoRunner demo = new DemoRunner(settings);
        demo.thread.start();
        return demo;
    }

    @Override
    public void close() {
        thread.interrupt();
        dispatcher.close();
    }

    private void run() {
        try {
            PersistedDemoState state = PersistedDemoState.loadOrCreate(settings, clock.instant());
            state.save(settings.stateDirectory());
            HospitalMessageGenerator simulation = new HospitalMessageGenerator(state.seed(), state.firstStartedAt());
            List<OutgoingMessage> history = simulation.history(state.patients()).stream()
                    .filter(message -> message.reportedAt().isAfter(state.acknowledgedUntil()))
                    .toList();
            console.printLine("Demo hospital: " + SourceApplicationCode.values().length + " applications, "
                    + state.patients() + " patients, seed " + state.seed()
                    + (state.starts() == 1 ? "" : ", resumed"));
            Instant now = clock.instant();
            List<OutgoingMessage> past = history.stream()
                    .takeWhile(message -> !message.reportedAt().isAfter(now))
                    .toList();
            if (!past.isEmpty()) {
                sendPast(past);
            }
            console.printLine("Live messages from now on, about one a second. Ctrl-C stops Parcours.");
            PersistedDemoState updated = state.withAcknowledgedUntil(now);
            updated.save(settings.stateDirectory());
            Queue<OutgoingMessage> planned = new ArrayDeque<>(history.subList(past.size(), history.size()));
            sendAsDue(planned, simulation.liveMessages(state.starts(), clock.instant()), updated);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            console.printLine("The demo hospital has stopped: " + e);
        }
    }

    /** Sends over the configured duration, or longer where acknowledgements take longer. */
    private void sendPast(List<OutgoingMessage> past) throws InterruptedException {
        long start = System.nanoTime();
        int sent = 0;
        for (OutgoingMessage message : past) {
            long due = start + settings.historyDuration().toNanos() / past.size() * sent;
            pause(Duration.ofNanos(due - System.nanoTime()));
            dispatcher.send(message);
            sent++;
            console.printProgress(
                    statistics.acknowledgedMessages(), past.size(), "messages", statistics.acknowledgementSummary());
        }
        dispatcher.awaitAcknowledgements();
        console.printProgress(
                statistics.acknowledgedMessages(), past.size(), "messages", statistics.acknowledgementSummary());
        console.endProgress();
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        console.printLine(past.size() + " messages in " + seconds + " s: " + statistics.applicationSummary());
    }

    private void sendAsDue(
            Queue<OutgoingMessage> planned,
            HospitalMessageGenerator.LiveMessageStream liveMessages,
            PersistedDemoState state)
            throws InterruptedException {
        OutgoingMessage nextLive = liveMessages.next();
        Instant nextStatusAt = clock.instant().plus(STATUS_INTERVAL);
        while (true) {
            boolean plannedIsNext = !planned.isEmpty() && planned.peek().compareTo(nextLive) < 0;
            OutgoingMessage next = plannedIsNext ? planned.remove() : nextLive;
            pause(Duration.between(clock.instant(), next.reportedAt()));
            dispatcher.send(next);
            if (!plannedIsNext) {
                nextLive = liveMessages.next();
            }
            if (clock.instant().isAfter(nextStatusAt)) {
                dispatcher.awaitAcknowledgements();
                state.withAcknowledgedUntil(next.reportedAt()).save(settings.stateDirectory());
                console.printLine("%d messages so far: %s"
                        .formatted(statistics.acknowledgedMessages(), statistics.acknowledgementSummary()));
                nextStatusAt = clock.instant().plus(STATUS_INTERVAL);
            }
        }
    }

    private static void pause(Duration duration) throws InterruptedException {
        if (duration.isPositive()) {
            Thread.sleep(duration);
        }
    }
}
