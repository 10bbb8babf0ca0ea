package org.parcours.command.feeds.mllp;

import java.util.Optional;
import org.parcours.command.processing.TurnListener;

/**
 * The part of {@link SharedMessageMemory} that one connection has, for the large message that it reads or processes. Used
 * by the thread of the connection only. While the message waits for its sender's turn it is not counted as in progress:
 * else a sender that floods would have all of the memory, waiting for itself, and the others none.
 */
final class LargeMessageBudget implements TurnListener {

    private final SharedMessageMemory memory;
    private long acquired;
    private Optional<String> waitingSender = Optional.empty();

    LargeMessageBudget(SharedMessageMemory memory) {
        this.memory = memory;
    }

    boolean tryAcquire(long bytes) {
        boolean granted = memory.tryAcquire(bytes);
        acquired += granted ? bytes : 0;
        return granted;
    }

    void release(long bytes) {
        memory.release(bytes);
        acquired -= bytes;
    }

    @Override
    public boolean mayWait(String sender) {
        if (acquired == 0) {
            return true;
        }
        boolean granted = memory.tryBeginWaiting(sender, acquired);
        waitingSender = granted ? Optional.of(sender) : Optional.empty();
        return granted;
    }

    @Override
    public void waited() {
        waitingSender.ifPresent(sender -> memory.endWaiting(sender, acquired));
        waitingSender = Optional.empty();
    }
}
