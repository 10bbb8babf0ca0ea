package org.parcours.standalone.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.parcours.standalone.demo.journey.Hospital;
import org.parcours.standalone.demo.source.Message;
import org.parcours.standalone.demo.source.SourceApplication;

/**
 * Plays the hospital: the last weeks first, as fast as they are answered and shown, then patients who come now, for
 * ever. It can be stopped, or killed, at any moment.
 */
public final class DemoHospital implements AutoCloseable {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final DemoSettings settings;
    private final Clock clock;
    private final Screen screen;
    private final Tally tally = new Tally();
    private final Interfaces interfaces;
    private final Thread thread;

    private DemoHospital(DemoSettings settings, Clock clock, Screen screen) {
        this.settings = settings;
        this.clock = clock;
        this.screen = screen;
        this.interfaces = new Interfaces(settings, tally);
        this.thread = Thread.ofPlatform().name("demo-hospital").daemon().unstarted(this::play);
    }

    /** Starts to play in the background. */
    public static DemoHospital start(DemoSettings settings) {
        return start(settings, Clock.systemUTC(), Screen.standard());
    }

    static DemoHospital start(DemoSettings settings, Clock clock, Screen screen) {
        DemoHospital demo = new DemoHospital(settings, clock, screen);
        demo.thread.start();
        return demo;
    }

    /** How many messages have been answered since it was started. */
    public int answered() {
        return tally.settled();
    }

    @Override
    public void close() {
        thread.interrupt();
        interfaces.close();
    }

    private void play() {
        try {
            DemoMemory memory = DemoMemory.open(settings, clock.instant());
            memory.keep(settings.directory());
            Hospital hospital = new Hospital(memory.seed(), memory.began());
            Queue<Message> history = new ArrayDeque<>(hospital.history(memory.patients()).stream()
                    .filter(message -> message.toldAt().isAfter(memory.toldUntil()))
                    .toList());
            screen.line("Demo hospital: " + SourceApplication.values().length + " applications, " + memory.patients()
                    + " patients, seed " + memory.seed() + (memory.starts() == 1 ? "" : ", goes on where it was"));
            Instant now = clock.instant();
            List<Message> past = new ArrayList<>();
            while (!history.isEmpty() && !history.peek().toldAt().isAfter(now)) {
                past.add(history.remove());
            }
            if (!past.isEmpty()) {
                playPast(past);
            }
            screen.line("Now as it comes, about a message a second. Ctrl-C stops everything.");
            DemoMemory told = memory.toldUntil(now);
            told.keep(settings.directory());
            playOn(history, hospital.arrivals(memory.starts(), clock.instant()), told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            screen.line("The demo hospital has stopped: " + e);
        }
    }

    /** Paced by the answers, and so that one can watch. */
    private void playPast(List<Message> past) throws InterruptedException {
        long start = System.nanoTime();
        int sent = 0;
        for (Message message : past) {
            long due = start + settings.historyTime().toNanos() / past.size() * sent;
            pause(Duration.ofNanos(due - System.nanoTime()));
            interfaces.send(message);
            sent++;
            screen.progress(tally.settled(), past.size(), "messages", tally.answers());
        }
        interfaces.awaitAnswers();
        screen.progress(tally.settled(), past.size(), "messages", tally.answers());
        screen.endOfProgress();
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        screen.line(past.size() + " messages in " + seconds + " s: " + tally.byApplication());
    }

    private void playOn(Queue<Message> history, Hospital.Arrivals arrivals, DemoMemory memory)
            throws InterruptedException {
        Message arrival = arrivals.next();
        Instant nextLine = clock.instant().plus(BETWEEN_LINES);
        while (true) {
            boolean old = !history.isEmpty() && history.peek().compareTo(arrival) < 0;
            Message next = old ? history.remove() : arrival;
            pause(Duration.between(clock.instant(), next.toldAt()));
            interfaces.send(next);
            if (!old) {
                arrival = arrivals.next();
            }
            if (clock.instant().isAfter(nextLine)) {
                interfaces.awaitAnswers();
                memory.toldUntil(next.toldAt()).keep(settings.directory());
                screen.line("%d messages so far: %s".formatted(tally.settled(), tally.answers()));
                nextLine = clock.instant().plus(BETWEEN_LINES);
            }
        }
    }

    private static void pause(Duration duration) throws InterruptedException {
        if (duration.isPositive()) {
            Thread.sleep(duration);
        }
    }
}
