package org.parcours.command.store;

import com.mongodb.MongoException;
import java.sql.SQLException;

/** The database did not do what it was asked. */
public final class StoreUnavailableException extends RuntimeException {

    private final boolean duplicateKey;
    private final boolean inDoubt;

    private StoreUnavailableException(Exception cause, boolean duplicateKey, boolean inDoubt) {
        super(cause.getMessage(), cause);
        this.duplicateKey = duplicateKey;
        this.inDoubt = inDoubt;
    }

    static StoreUnavailableException rolledBack(SQLException cause, SqlDialect dialect) {
        return new StoreUnavailableException(cause, dialect.isDuplicateKey(cause), false);
    }

    static StoreUnavailableException inDoubt(Exception cause) {
        return new StoreUnavailableException(cause, false, true);
    }

    /** MongoDB did not answer, or not well: nothing is known of a write. */
    public static StoreUnavailableException of(MongoException cause) {
        return inDoubt(cause);
    }

    /** It was undone because what it would insert is there already. */
    public boolean isDuplicateKey() {
        return duplicateKey;
    }

    /** Whether what is there already is that column of the table (both databases name it in what they say). */
    public boolean isDuplicateOf(String column) {
        return duplicateKey && getMessage() != null && getMessage().contains(column);
    }

    /** The commit was sent and not answered: it may be done. When false, it is certainly undone. */
    public boolean isInDoubt() {
        return inDoubt;
    }
}
