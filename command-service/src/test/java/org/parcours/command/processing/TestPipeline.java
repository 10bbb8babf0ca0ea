package org.parcours.command.processing;

import java.time.Clock;
import org.parcours.command.quarantine.Quarantine;

/** The pipeline with its defaults. */
public final class TestPipeline {

    private TestPipeline() {}

    public static MessageProcessor processor(ParsedMessageRecorder recorder, Quarantine quarantine) {
        return processor(recorder, quarantine, Clock.systemUTC());
    }

    public static MessageProcessor processor(ParsedMessageRecorder recorder, Quarantine quarantine, Clock clock) {
        return processor(recorder, quarantine, OutcomeListener.NONE, clock);
    }

    public static MessageProcessor processor(
            ParsedMessageRecorder recorder, Quarantine quarantine, OutcomeListener listener, Clock clock) {
        return new MessageProcessor(
                recorder, quarantine, new FairSenderScheduler(ProcessingProperties.defaults()), listener, clock);
    }
}
