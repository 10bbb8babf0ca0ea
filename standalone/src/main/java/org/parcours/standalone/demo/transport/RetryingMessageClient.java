package org.parcours.standalone.demo.transport;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Sends a message, as an interface engine does, until it is accepted or rejected: a message that is not acknowledged,
 * or for which the receiver is unavailable, is sent again with the same bytes.
 */
public final class RetryingMessageClient implements AutoCloseable {

    private final MessageClient client;
    private final ExponentialBackoff backoff;
    private final Consumer<String> onRetry;

    /** @param onRetry receives the reason of each retry */
    public RetryingMessageClient(MessageClient client, ExponentialBackoff backoff, Consumer<String> onRetry) {
        this.client = client;
        this.backoff = backoff;
        this.onRetry = onRetry;
    }

    /**
     * @param maxAttempts after so many attempts the last acknowledgement is returned
     * @throws InterruptedException when the demo is stopped meanwhile
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
                onRetry.accept("no acknowledgement");
            }
            Thread.sleep(backoff.delayBefore(attempt));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
