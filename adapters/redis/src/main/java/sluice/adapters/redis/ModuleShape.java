package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import sluice.protocol.Kind;
import sluice.protocol.Value;

/** Values of modules, and of types that we do not know: as DUMP gives them. */
final class ModuleShape implements Shape {
    static final ModuleShape INSTANCE = new ModuleShape();

    private ModuleShape() {}

    @Override
    public Kind kind() {
        return Kind.MODULE;
    }

    @Override
    public Ask first(byte[] name, int elements) {
        return Ask.of(CommandType.DUMP, name);
    }

    @Override
    public Beginning begin(byte[] name, Ask first, int elements) {
        byte[] payload = first.bytes();
        return payload == null ? Beginning.NOTHING : Beginning.whole(new Value.ModuleValue(payload));
    }
}
