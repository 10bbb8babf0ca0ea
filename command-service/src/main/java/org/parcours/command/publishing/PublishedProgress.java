package org.parcours.command.publishing;

import java.util.Optional;

/**
 * The last event that was published, as the publisher noted it in the same transaction.
 *
 * @param position 0: nothing was published yet
 * @param chain its chain hash; empty where an older version published it
 * @param topicId Kafka's id of the topic, which a topic of the same name made anew does not have
 */
record PublishedProgress(long position, Optional<String> chain, Optional<String> topicId) {

    static final PublishedProgress NONE = new PublishedProgress(0, Optional.empty(), Optional.empty());
}
