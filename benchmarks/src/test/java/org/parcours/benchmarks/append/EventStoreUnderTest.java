package org.parcours.benchmarks.append;

/** An event store under load: appends one event about a patient, on the condition that nothing else was meanwhile. */
interface EventStoreUnderTest extends AutoCloseable {

    /** Decides again and appends again when it lost a race, as an application would. */
    void append(int patient) throws Exception;

    @Override
    void close();
}
