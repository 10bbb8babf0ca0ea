package org.parcours.query.timeline;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.parcours.events.PatientId;
import org.parcours.query.views.ProjectionStatus;
import org.parcours.query.views.ProjectionStatusChanged;
import org.parcours.query.views.ViewsChanged;
import org.parcours.query.web.ProjectionStatusView;
import org.parcours.query.web.UiText;
import org.parcours.query.web.WebUiProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends server-sent events to open pages: {@code change} with the new position, never with content, and {@code state}
 * with the {@link ProjectionStatusView}: first, at each change of it, and as a heartbeat. Each stream has its own
 * virtual thread, so that a slow client delays no other. Changes that occur while it sends are combined into one event
 * with the newest position.
 */
@Component
public final class SseBroadcaster implements SmartLifecycle {

    private final PatientTimelineReader timelineReader;
    private final WebUiProperties settings;
    private final ProjectionStatus projectionStatus;
    private final Clock clock;
    private final Set<SseStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    SseBroadcaster(
            PatientTimelineReader timelineReader,
            WebUiProperties settings,
            ProjectionStatus projectionStatus,
            Clock clock) {
        this.timelineReader = timelineReader;
        this.settings = settings;
        this.projectionStatus = projectionStatus;
        this.clock = clock;
    }

    /** @param lastSeen the newest position that the client has; where there is a newer one, it is sent at once */
    SseEmitter subscribeToPatient(PatientId patient, Optional<Long> lastSeen, UiText uiText) {
        return open(Optional.of(patient), lastSeen, uiText).emitter;
    }

    public SseEmitter subscribeToAll(UiText uiText) {
        return open(Optional.empty(), Optional.empty(), uiText).emitter;
    }

    int count() {
        return open.size();
    }

    @EventListener
    void onViewsChanged(ViewsChanged change) {
        open.forEach(stream -> stream.onViewsChanged(change.positions()));
    }

    @EventListener
    void onStatusChanged(ProjectionStatusChanged change) {
        open.forEach(stream -> stream.signal.release());
    }

    private SseStream open(Optional<PatientId> patient, Optional<Long> lastSeen, UiText uiText) {
        if (open.size() >= settings.maxStreams()) {
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Too many streams are open");
        }
        SseStream stream = new SseStream(patient, lastSeen, uiText);
        open.add(stream);
        stream.emitter.onCompletion(stream::close);
        stream.emitter.onTimeout(stream::close);
        stream.emitter.onError(e -> stream.close());
        Thread.ofVirtual().name("sse-stream").start(stream::run);
        return stream;
    }

    @Override
    public void start() {
        running = true;
    }

    /** Runs before the web server waits for open requests: a stream would never end by itself. */
    @Override
    public void stop() {
        running = false;
        open.forEach(SseStream::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private final class SseStream {

        private final SseEmitter emitter = new SseEmitter(0L);
        private final Optional<PatientId> patient;
        private final Optional<Long> lastSeen;
        private final UiText uiText;
        private final AtomicLong newest = new AtomicLong();
        private final Semaphore signal = new Semaphore(0);
        private volatile Set<PatientId> watchedPatients;
        private volatile boolean closed;

        SseStream(Optional<PatientId> patient, Optional<Long> lastSeen, UiText uiText) {
            this.patient = patient;
            this.lastSeen = lastSeen;
            this.uiText = uiText;
            this.watchedPatients =
                    patient.map(timelineReader::patientsShownWith).orElse(Set.of());
        }

        void onViewsChanged(Map<PatientId, Long> positions) {
            positions.entrySet().stream()
                    .filter(change -> patient.isEmpty() || watchedPatients.contains(change.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .max()
                    .ifPresent(position -> {
                        newest.accumulateAndGet(position, Math::max);
                        signal.release();
                    });
        }

        void close() {
            closed = true;
            open.remove(this);
            signal.release();
        }

        void run() {
            try {
                emitter.send(SseEmitter.event().comment("connected").reconnectTime(2000));
                if (patient.isPresent() && lastSeen.isPresent()) {
                    // Read after the subscription, so that no change is lost in between.
                    long position = timelineReader.position(patient.get());
                    newest.accumulateAndGet(position > lastSeen.get() ? position : 0, Math::max);
                }
                for (long sent = 0;
                        !closed;
                        signal.tryAcquire(settings.heartbeatInterval().toMillis(), MILLISECONDS)) {
                    signal.drainPermits();
                    emitter.send(SseEmitter.event()
                            .name("state")
                            .data(ProjectionStatusView.of(projectionStatus, clock.instant(), uiText)));
                    if (newest.get() > sent) {
                        patient.ifPresent(id -> watchedPatients = timelineReader.patientsShownWith(id));
                        sent = newest.get();
                        String position = Long.toString(sent);
                        emitter.send(
                                SseEmitter.event().id(position).name("change").data(position));
                    }
                }
                emitter.complete();
            } catch (IOException | RuntimeException e) {
                // The client has disconnected, or the views are unavailable. The browser reconnects.
                emitter.completeWithError(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }
    }
}
