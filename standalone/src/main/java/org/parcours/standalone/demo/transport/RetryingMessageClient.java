package org.parcours.standalone.demo.transport;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * An interface engine's patience: sends a message until it has an answer that settles it. What is not answered, or
 * answered "not now", is sent again, the same bytes; a receiver recognises a duplicate.
 */
public final class RetryingMessageClient implements AutoCloseable {

    private final MessageClient client;
    private final ExponentialBackoff backoff;
    private final Consumer<String> onRetry;

    /** @param onRetry told why, each time that a message is not settled */
    public RetryingMessageClient(MessageClient client, ExponentialBackoff backoff, Consumer<String> onRetry) {
        this.client = client;
        this.backoff = backoff;
        this.onRetry = onRetry;
    }

    /**
     * @param maxAttempts after so many times the last answer stands: what no receiver can read would be sent for ever
     * @throws InterruptedException when the application is stopped meanwhile
     */
    public Acknowledgement send(byte[] message, int maxAttempts) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Acknowledgement acknowledgement = client.send(message);
                if (acknowledgement.outcome() != Acknowledgement.Outcome.UNAVAILABLE || attempt >= maxAttempts) {
                    return acknowledgement;
                }
                onRetry.accept(acknowledgement.code());
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                onRetry.accept("no answer");
            }
            Thread.sleep(backoff.delayBefore(attempt));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
