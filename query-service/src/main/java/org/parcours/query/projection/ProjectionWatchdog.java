package org.parcours.query.projection;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Notices a projection that hangs, on its database or on Kafka: it cannot say so itself. */
@Component
final class ProjectionWatchdog implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionWatchdog.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ProjectionMonitor monitor;
    private volatile boolean running;
    private volatile Thread thread = Thread.currentThread();

    ProjectionWatchdog(ProjectionMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofVirtual().name("projection-watchdog").start(this::watch);
    }

    @Override
    public void stop() {
        running = false;
        thread.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void watch() {
        boolean wasHanging = false;
        try {
            while (running) {
                boolean isHanging = monitor.isHanging();
                if (isHanging != wasHanging) {
                    monitor.publishState();
                }
                if (isHanging && !wasHanging) {
                    LOG.error("projection hangs, the views are not up to date; it is at\n{}", stackOfProjection());
                }
                wasHanging = isHanging;
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String stackOfProjection() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(KafkaEventConsumer.THREAD_NAME))
                .flatMap(entry -> Stream.of(entry.getValue()))
                .map(frame -> "\tat " + frame)
                .collect(Collectors.joining("\n"));
    }
}
