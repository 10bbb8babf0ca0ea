package org.parcours.standalone.demo;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.parcours.standalone.demo.source.Fault;
import org.parcours.standalone.demo.source.Message;
import org.parcours.standalone.demo.source.SourceApplication;
import org.parcours.standalone.demo.wire.Answer;
import org.parcours.standalone.demo.wire.Backoff;
import org.parcours.standalone.demo.wire.Channel;
import org.parcours.standalone.demo.wire.FactChannel;
import org.parcours.standalone.demo.wire.MllpChannel;
import org.parcours.standalone.demo.wire.Sender;

/**
 * The interfaces of all applications: each a queue of its own, sent in order over a connection of its own. No more than
 * a few messages are under way at a time, so that no application runs far ahead of the others.
 */
final class Interfaces implements AutoCloseable {

    private static final int UNDER_WAY = 12;
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final int PATIENCE = Integer.MAX_VALUE;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final Map<SourceApplication, ExecutorService> queues = new EnumMap<>(SourceApplication.class);
    private final Map<SourceApplication, Sender> senders = new EnumMap<>(SourceApplication.class);
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    private final Tally tally;

    Interfaces(DemoSettings settings, Tally tally) {
        this.tally = tally;
        for (SourceApplication application : SourceApplication.values()) {
            Channel channel =
                    switch (application.feed()) {
                        case MLLP, MLLP_LATIN1 -> new MllpChannel(settings.mllp(), ANSWER_TIMEOUT);
                        case REST -> new FactChannel(http, settings.facts(), ANSWER_TIMEOUT);
                    };
            senders.put(application, new Sender(channel, BACKOFF, why -> tally.retried()));
            queues.put(
                    application,
                    Executors.newSingleThreadExecutor(
                            Thread.ofVirtual().name("demo-" + application).factory()));
        }
    }

    /** Puts the message into its application's queue; waits while too many are under way. */
    void send(Message message) throws InterruptedException {
        underWay.acquire();
        queues.get(message.from()).execute(() -> {
            try {
                int attempts = message.fault().equals(Optional.of(Fault.GARBLED)) ? 1 : PATIENCE;
                Answer answer = senders.get(message.from()).send(message.bytes(), attempts);
                tally.settled(message.from(), answer);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                underWay.release();
            }
        });
    }

    /** Returns when everything sent has been answered. */
    void awaitAnswers() throws InterruptedException {
        underWay.acquire(UNDER_WAY);
        underWay.release(UNDER_WAY);
    }

    @Override
    public void close() {
        queues.values().forEach(ExecutorService::shutdownNow);
        senders.values().forEach(Sender::close);
        http.shutdownNow();
        for (ExecutorService queue : queues.values()) {
            try {
                queue.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
