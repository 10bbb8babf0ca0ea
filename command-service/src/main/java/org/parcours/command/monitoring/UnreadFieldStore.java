package org.parcours.command.monitoring;

import java.util.List;

/**
 * Stores the unread fields of each application, of all processes together. Every method throws {@link
 * org.parcours.command.store.StoreOperationException} where the store cannot be read or written.
 */
public interface UnreadFieldStore {

    /** Adds the counts to those stored. SQL stores add all of them or none; MongoDB may add some twice after a failure. */
    void add(List<UnreadField> additions);

    List<UnreadField> ofApplication(String application);
}
