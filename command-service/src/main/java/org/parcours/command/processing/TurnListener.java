package org.parcours.command.processing;

/**
 * Notified by {@link FairSenderScheduler} of one message that has to wait, on the thread that waits. A feed that limits the
 * memory of its messages does not hold the memory that messages in progress share while one of them only waits.
 */
public interface TurnListener {

    TurnListener NONE = new TurnListener() {
        @Override
        public boolean mayWait(String sender) {
            return true;
        }

        @Override
        public void waited() {}
    };

    /** @return false: the message does not wait, and stays with its sender */
    boolean mayWait(String sender);

    /** The wait that {@link #mayWait} allowed is over: the turn has come, or not within its time. */
    void waited();
}
