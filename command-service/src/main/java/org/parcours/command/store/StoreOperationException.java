package org.parcours.command.store;

import com.mongodb.MongoException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonSerializationException;

/** A database operation failed. */
public final class StoreOperationException extends RuntimeException {

    /** DocumentTooLarge, BSONObjectTooLarge, KeyTooLong: MongoDB's error_codes.yml. */
    private static final Set<Integer> MONGO_DATA_ERRORS = Set.of(10334, 17280, 17419, 17420);

    private final boolean duplicateKey;
    private final boolean inDoubt;
    private final boolean causedByData;

    private StoreOperationException(Exception cause, boolean duplicateKey, boolean inDoubt, boolean causedByData) {
        super(cause.getMessage(), cause);
        this.duplicateKey = duplicateKey;
        this.inDoubt = inDoubt;
        this.causedByData = causedByData;
    }

    static StoreOperationException rolledBack(SQLException cause, SqlDialect dialect) {
        return new StoreOperationException(cause, dialect.isDuplicateKey(cause), false, dialect.isCausedByData(cause));
    }

    static StoreOperationException inDoubt(Exception cause) {
        return new StoreOperationException(cause, false, true, false);
    }

    /** MongoDB did not respond, or reported an error: whether a write was done is unknown. */
    public static StoreOperationException of(MongoException cause) {
        return new StoreOperationException(cause, false, true, MONGO_DATA_ERRORS.contains(cause.getCode()));
    }

    /** Runs an operation of MongoDB's driver, whose exceptions become {@linkplain #of this one}. */
    public static <T> T translateMongo(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MongoException e) {
            throw of(e);
        } catch (BsonSerializationException e) {
            throw new StoreOperationException(e, false, false, true);
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

    /** Whether the database does not accept the values, so that the operation fails as often as it is repeated. */
    public boolean isCausedByData() {
        return causedByData;
    }

    /** Whether the commit was sent but not acknowledged, so that it may be done; else it is certainly rolled back. */
    public boolean isInDoubt() {
        return inDoubt;
    }
}
