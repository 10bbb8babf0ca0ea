package org.parcours.query.timeline;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.parcours.events.PatientId;
import org.parcours.query.views.Freshness;
import org.parcours.query.views.ViewsChanged;
import org.parcours.query.web.UpToDate;
import org.parcours.query.web.WebSettings;
import org.parcours.query.web.Words;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells readers that there is something new ({@code change}: a position, never content), and how current the views are
 * ({@code state}: at first, when it changes, and as a sign of life). Each stream has a virtual thread of its own, so that
 * a slow reader holds up nobody; what changes while it is busy is told once, with the newest position.
 */
@Component
public final class ChangeStreams implements SmartLifecycle {

    private final Timelines timelines;
    private final WebSettings settings;
    private final Freshness freshness;
    private final Clock clock;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    ChangeStreams(Timelines timelines, WebSettings settings, Freshness freshness, Clock clock) {
        this.timelines = timelines;
        this.settings = settings;
        this.freshness = freshness;
        this.clock = clock;
    }

    /** @param seen the newest position that the reader knows of: what came after it is told at once */
    SseEmitter ofPatient(PatientId patient, Optional<Long> seen, Words words) {
        return open(Optional.of(patient), seen, words).emitter;
    }

    /** Every change, whoever it concerns. */
    public SseEmitter ofEverybody(Words words) {
        return open(Optional.empty(), Optional.empty(), words).emitter;
    }

    int count() {
        return open.size();
    }

    @EventListener
    void changed(ViewsChanged change) {
        open.forEach(stream -> stream.changed(change.positions()));
    }

    @EventListener
    void changed(Freshness.Changed change) {
        open.forEach(stream -> stream.bell.release());
    }

    private Stream open(Optional<PatientId> patient, Optional<Long> seen, Words words) {
        if (open.size() >= settings.streams()) {
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Too many live streams are open");
        }
        Stream stream = new Stream(patient, seen, words);
        open.add(stream);
        stream.emitter.onCompletion(stream::close);
        stream.emitter.onTimeout(stream::close);
        stream.emitter.onError(e -> stream.close());
        Thread.ofVirtual().name("change-stream").start(stream::run);
        return stream;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the web server waits for its last requests: a stream would never end by itself. */
    @Override
    public void stop() {
        running = false;
        open.forEach(Stream::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private final class Stream {

        private final SseEmitter emitter = new SseEmitter(0L);
        private final Optional<PatientId> patient;
        private final Optional<Long> seen;
        private final Words words;
        private final AtomicLong newest = new AtomicLong();
        private final Semaphore bell = new Semaphore(0);
        private volatile Set<PatientId> watched;
        private volatile boolean closed;

        Stream(Optional<PatientId> patient, Optional<Long> seen, Words words) {
            this.patient = patient;
            this.seen = seen;
            this.words = words;
            this.watched = patient.map(timelines::shownWith).orElse(Set.of());
        }

        void changed(Map<PatientId, Long> positions) {
            if (patient.isEmpty()) {
                positions.values().stream().max(Long::compare).ifPresent(this::ring);
            } else if (!Collections.disjoint(watched, positions.keySet())) {
                positions.entrySet().stream()
                        .filter(change -> watched.contains(change.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .max()
                        .ifPresent(this::ring);
            }
        }

        void ring(long position) {
            newest.accumulateAndGet(position, Math::max);
            bell.release();
        }

        void close() {
            closed = true;
            open.remove(this);
            bell.release();
        }

        void run() {
            try {
                emitter.send(SseEmitter.event().comment("here").reconnectTime(2000));
                if (patient.isPresent() && seen.isPresent()) {
                    // Only now: what changes from here on rings by itself.
                    long position = timelines.position(patient.get());
                    newest.accumulateAndGet(position > seen.get() ? position : 0, Math::max);
                }
                for (long told = 0;
                        !closed;
                        bell.tryAcquire(settings.heartbeat().toMillis(), MILLISECONDS)) {
                    bell.drainPermits();
                    emitter.send(SseEmitter.event().name("state").data(UpToDate.of(freshness, clock.instant(), words)));
                    if (newest.get() > told) {
                        patient.ifPresent(id -> watched = timelines.shownWith(id));
                        told = newest.get();
                        String position = Long.toString(told);
                        emitter.send(
                                SseEmitter.event().id(position).name("change").data(position));
                    }
                }
                emitter.complete();
            } catch (IOException | RuntimeException e) {
                // The reader has gone, or the views cannot be read: it comes back by itself.
                emitter.completeWithError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }
    }
}
