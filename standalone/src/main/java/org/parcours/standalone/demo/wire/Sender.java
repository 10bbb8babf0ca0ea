package org.parcours.standalone.demo.wire;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * An interface engine's patience: sends a message until it has an answer that settles it. What is not answered, or
 * answered "not now", is sent again, the same bytes; a receiver recognises a duplicate.
 */
public final class Sender implements AutoCloseable {

    private final Channel channel;
    private final Backoff backoff;
    private final Consumer<String> onRetry;

    /** @param onRetry told why, each time that a message is not settled */
    public Sender(Channel channel, Backoff backoff, Consumer<String> onRetry) {
        this.channel = channel;
        this.backoff = backoff;
        this.onRetry = onRetry;
    }

    /**
     * @param attempts after so many times the last answer stands: what no receiver can read would be sent for ever
     * @throws InterruptedException when the application is stopped meanwhile
     */
    public Answer send(byte[] message, int attempts) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                Answer answer = channel.send(message);
                if (answer.verdict() != Answer.Verdict.NOT_NOW || attempt >= attempts) {
                    return answer;
                }
                onRetry.accept(answer.code());
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                onRetry.accept("no answer");
            }
            Thread.sleep(backoff.before(attempt));
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
