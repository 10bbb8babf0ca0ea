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
import org.parcours.standalone.demo.source.OutgoingMessage;
import org.parcours.standalone.demo.source.SimulatedFaultOrChange;
import org.parcours.standalone.demo.source.SourceApplicationCode;
import org.parcours.standalone.demo.transport.Acknowledgement;
import org.parcours.standalone.demo.transport.CloudEventHttpClient;
import org.parcours.standalone.demo.transport.ExponentialBackoff;
import org.parcours.standalone.demo.transport.MessageClient;
import org.parcours.standalone.demo.transport.MllpMessageClient;
import org.parcours.standalone.demo.transport.RetryingMessageClient;

/**
 * Sends the messages of all applications: each application has its own queue and connection, and keeps its order. The
 * number of messages in flight is limited, so that no application runs far ahead of the others.
 */
final class MessageDispatcher implements AutoCloseable {

    private static final int MAX_IN_FLIGHT = 12;
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(20);
    private static final ExponentialBackoff BACKOFF =
            new ExponentialBackoff(Duration.ofMillis(200), Duration.ofSeconds(10));
    private static final int UNLIMITED_ATTEMPTS = Integer.MAX_VALUE;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final Map<SourceApplicationCode, ExecutorService> queues = new EnumMap<>(SourceApplicationCode.class);
    private final Map<SourceApplicationCode, RetryingMessageClient> clients =
            new EnumMap<>(SourceApplicationCode.class);
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);
    private final DemoStatistics statistics;

    MessageDispatcher(DemoSettings settings, DemoStatistics statistics) {
        this.statistics = statistics;
        for (SourceApplicationCode application : SourceApplicationCode.values()) {
            MessageClient client =
                    switch (application.feed()) {
                        case MLLP, MLLP_LATIN1 -> new MllpMessageClient(settings.mllpAddress(), ACK_TIMEOUT);
                        case REST -> new CloudEventHttpClient(http, settings.factsUri(), ACK_TIMEOUT);
                    };
            clients.put(application, new RetryingMessageClient(client, BACKOFF, reason -> statistics.recordRetry()));
            queues.put(
                    application,
                    Executors.newSingleThreadExecutor(
                            Thread.ofVirtual().name("demo-" + application).factory()));
        }
    }

    /** Puts the message into its application's queue; blocks while too many are in flight. */
    void send(OutgoingMessage message) throws InterruptedException {
        inFlight.acquire();
        queues.get(message.application()).execute(() -> {
            try {
                int maxAttempts = message.irregularity().equals(Optional.of(SimulatedFaultOrChange.GARBLED))
                        ? 1
                        : UNLIMITED_ATTEMPTS;
                Acknowledgement acknowledgement =
                        clients.get(message.application()).send(message.bytes(), maxAttempts);
                statistics.recordAcknowledgement(message.application(), acknowledgement);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                inFlight.release();
            }
        });
    }

    /** Returns when every message is acknowledged. */
    void awaitAcknowledgements() throws InterruptedException {
        inFlight.acquire(MAX_IN_FLIGHT);
        inFlight.release(MAX_IN_FLIGHT);
    }

    @Override
    public void close() {
        queues.values().forEach(ExecutorService::shutdownNow);
        clients.values().forEach(RetryingMessageClient::close);
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
