package org.parcours.command.store;

import com.mongodb.MongoException;
import java.sql.SQLException;

/** A database operation failed. */
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

    /** MongoDB did not respond, or reported an error: whether a write was done is unknown. */
    public static StoreUnavailableException of(MongoException cause) {
        return inDoubt(cause);
    }

    /** Whether the operation was rolled back because it would have inserted a duplicate key. */
    public boolean isDuplicateKey() {
        return duplicateKey;
    }

    /** Whether the duplicate key is of this column (both databases name the column in their error message). */
    public boolean isDuplicateOf(String column) {
        return duplicateKey && getMessage() != null && getMessage().contains(column);
    }

    /**
     * Whether the commit was sent but not acknowledged, so that it may be done. If false, it is certainly rolled back.
     */
    public boolean isInDoubt() {
        return inDoubt;
    }
}
