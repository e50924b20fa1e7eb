package glad.trackers.process.internal;

import glad.api.GladException;
import glad.api.Names;
import java.util.List;
import java.util.stream.Stream;

/** The languages in which a program can be asked. */
enum Protocol {

    /** Lines of JSON, which docs/TRACKERS.md states. */
    JSON_LINES("json-lines") {

        @Override
        Conversation with(Child child, FrameFiles frames) {
            return new JsonLines(child, frames);
        }

        @Override
        boolean isMessage(String line) {
            return true;
        }
    },

    /** TraX, which the VOT challenges use. */
    TRAX("trax") {

        @Override
        Conversation with(Child child, FrameFiles frames) {
            return new Trax(child, frames);
        }

        @Override
        List<Transport> transports() {
            return List.of(Transport.PIPES, Transport.SOCKET);
        }

        @Override
        boolean isMessage(String line) {
            return line.startsWith(TraxMessage.PREFIX);
        }
    };

    private final String id;

    Protocol(String id) {
        this.id = id;
    }

    /** Returns what {@code trackers.yaml} calls it. */
    String id() {
        return id;
    }

    /** Returns the one of a name. @throws GladException (usage) if there is none; {@code what} says whose it is */
    static Protocol of(String what, String id) {
        List<String> known = Stream.of(values()).map(Protocol::id).toList();
        return Stream.of(values()).filter(one -> one.id.equals(id)).findFirst()
                .orElseThrow(() -> GladException.usage(Names.unknown("protocol of " + what, id, known)));
    }

    /** Returns what it may go through. */
    List<Transport> transports() {
        return List.of(Transport.PIPES);
    }

    /** Returns a new conversation. */
    abstract Conversation with(Child child, FrameFiles frames);

    /** Tells whether a line of a program's output is a message to GLAD; others are prints of its own, which are kept with its errors. */
    abstract boolean isMessage(String line);
}
