package org.parcours.command.store;

import com.mongodb.MongoException;
import java.sql.SQLException;
import java.util.function.Supplier;

/** A database operation failed. */
public final class StoreOperationException extends RuntimeException {

    private final boolean duplicateKey;
    private final boolean inDoubt;

    private StoreOperationException(Exception cause, boolean duplicateKey, boolean inDoubt) {
        super(cause.getMessage(), cause);
        this.duplicateKey = duplicateKey;
        this.inDoubt = inDoubt;
    }

    static StoreOperationException rolledBack(SQLException cause, SqlDialect dialect) {
        return new StoreOperationException(cause, dialect.isDuplicateKey(cause), false);
    }

    static StoreOperationException inDoubt(Exception cause) {
        return new StoreOperationException(cause, false, true);
    }

    /** MongoDB did not respond, or reported an error: whether a write was done is unknown. */
    public static StoreOperationException of(MongoException cause) {
        return inDoubt(cause);
    }

    /** Runs an operation of MongoDB's driver, whose exceptions become {@linkplain #of this one}. */
    public static <T> T translateMongo(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MongoException e) {
            throw of(e);
        }
    }

    /** Whether the operation was rolled back because of a duplicate key. */
    public boolean isDuplicateKey() {
        return duplicateKey;
    }

    /** Whether the duplicate key is of this column, which both databases name in their error message. */
    public boolean isDuplicateOf(String column) {
        return duplicateKey && getMessage() != null && getMessage().contains(column);
    }

    /** Whether the commit was sent but not acknowledged, so that it may be done; else it is certainly rolled back. */
    public boolean isInDoubt() {
        return inDoubt;
    }
}
