package org.parcours.benchmarks.append;

/** An event store under load. */
interface EventStoreUnderTest extends AutoCloseable {

    /**
     * Appends one event about a patient, on the condition that the patient has no newer one; retries after a conflict.
     */
    void append(int patient) throws Exception;

    @Override
    void close();
}
