package org.parcours.query.timeline;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import org.parcours.events.PatientId;
import org.parcours.query.views.ProjectionStatus;
import org.parcours.query.views.ProjectionStatusChanged;
import org.parcours.query.views.ViewsChanged;
import org.parcours.query.web.ProjectionStatusView;
import org.parcours.query.web.UiText;
import org.parcours.query.web.UnknownPatientException;
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

    /** @param patient as subscribed; none of the topic of all patients */
    record PatientChange(Optional<PatientId> patient, long position) {}

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
        SseTopic topic = SseTopic.of(patient, timelineReader);
        Runnable catchUp = () -> lastSeen.ifPresent(has -> topic.compare(has, timelineReader.position(patient)));
        return open(List.of(topic), catchUp, SseBroadcaster::position, uiText);
    }

    /**
     * All that the open pages of a browser show. A {@code change} says of which patient it is.
     *
     * @param patients with the position of the last change that the browser has
     * @param all also the changes of any patient
     */
    SseEmitter subscribe(Map<PatientId, Long> patients, boolean all, UiText uiText) {
        List<SseTopic> topics = new ArrayList<>();
        for (PatientId patient : patients.keySet()) {
            try {
                topics.add(SseTopic.of(patient, timelineReader));
            } catch (UnknownPatientException e) {
                // Views that are being rebuilt; the pages of other patients need the stream.
                continue;
            }
        }
        Runnable catchUp = () -> topics.forEach(topic -> topic.patient()
                .ifPresent(patient -> topic.compare(patients.get(patient), timelineReader.changed(patient))));
        List<SseTopic> withAll = new ArrayList<>(topics);
        if (all) {
            withAll.add(SseTopic.all(timelineReader));
        }
        return open(withAll, catchUp, SseBroadcaster::positionOfPatient, uiText);
    }

    private static SseEmitter.SseEventBuilder position(SseTopic topic, long position) {
        String text = Long.toString(position);
        return SseEmitter.event().id(text).name("change").data(text);
    }

    private static SseEmitter.SseEventBuilder positionOfPatient(SseTopic topic, long position) {
        return SseEmitter.event().name("change").data(new PatientChange(topic.patient(), position));
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

    private SseEmitter open(
            List<SseTopic> topics,
            Runnable catchUp,
            BiFunction<SseTopic, Long, SseEmitter.SseEventBuilder> format,
            UiText uiText) {
        if (open.size() >= settings.maxStreams()) {
            throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Too many streams are open");
        }
        SseStream stream = new SseStream(topics, catchUp, format, uiText);
        open.add(stream);
        stream.emitter.onCompletion(stream::close);
        stream.emitter.onTimeout(stream::close);
        stream.emitter.onError(e -> stream.close());
        Thread.ofVirtual().name("sse-stream").start(stream::run);
        return stream.emitter;
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
        private final List<SseTopic> topics;
        private final Runnable catchUp;
        private final BiFunction<SseTopic, Long, SseEmitter.SseEventBuilder> format;
        private final UiText uiText;
        private final Semaphore signal = new Semaphore(0);
        private volatile boolean closed;

        SseStream(
                List<SseTopic> topics,
                Runnable catchUp,
                BiFunction<SseTopic, Long, SseEmitter.SseEventBuilder> format,
                UiText uiText) {
            this.topics = List.copyOf(topics);
            this.catchUp = catchUp;
            this.format = format;
            this.uiText = uiText;
        }

        void onViewsChanged(Map<PatientId, Long> positions) {
            if (topics.stream().filter(topic -> topic.add(positions)).count() > 0) {
                signal.release();
            }
        }

        void close() {
            closed = true;
            open.remove(this);
            signal.release();
        }

        void run() {
            try {
                emitter.send(SseEmitter.event().comment("connected").reconnectTime(2000));
                // After the subscription, so that no change is lost in between.
                catchUp.run();
                for (; !closed; signal.tryAcquire(settings.heartbeatInterval().toMillis(), MILLISECONDS)) {
                    signal.drainPermits();
                    emitter.send(SseEmitter.event()
                            .name("state")
                            .data(ProjectionStatusView.of(projectionStatus, clock.instant(), uiText)));
                    for (SseTopic topic : topics) {
                        Optional<Long> position = topic.take();
                        if (position.isPresent()) {
                            emitter.send(format.apply(topic, position.get()));
                        }
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
