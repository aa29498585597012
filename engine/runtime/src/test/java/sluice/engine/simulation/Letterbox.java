package sluice.engine.simulation;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.InternalActorRef;
import akka.dispatch.Envelope;
import akka.dispatch.MailboxType;
import akka.dispatch.MessageQueue;
import akka.dispatch.ProducesMessageQueue;
import akka.dispatch.UnboundedMessageQueueSemantics;
import com.typesafe.config.Config;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** The messages of one actor, in the order in which they came; shows each to the tap of its {@link Loop}. */
final class Letterbox implements MessageQueue, UnboundedMessageQueueSemantics {
    private final Deque<Envelope> envelopes = new ArrayDeque<>();
    private final Loop loop;
    private final String name;
    private final @Nullable ActorRef owner;

    private Letterbox(Loop loop, @Nullable ActorRef owner) {
        this.loop = loop;
        this.owner = owner;
        this.name = owner == null ? "" : owner.path().toStringWithoutAddress();
        loop.opened(this);
    }

    String name() {
        return name;
    }

    /** Puts a message in. */
    void tell(Object message) {
        ActorRef actor = owner;
        if (actor != null) {
            actor.tell(message, ActorRef.noSender());
        }
    }

    /** Ends the actor as if it had failed: after the message in its hands, whatever else waits. */
    void endOwner() {
        if (owner instanceof InternalActorRef actor) {
            actor.stop();
        }
    }

    @Override
    public void enqueue(ActorRef receiver, Envelope envelope) {
        Object message = loop.tap().sent(name, envelope.message());
        envelopes.addLast(message == envelope.message() ? envelope : new Envelope(message, envelope.sender()));
    }

    @Override
    public @Nullable Envelope dequeue() {
        Envelope next = envelopes.pollFirst();
        if (next != null) {
            loop.tap().taken(name, next.message());
        }
        return next;
    }

    @Override
    public int numberOfMessages() {
        return envelopes.size();
    }

    @Override
    public boolean hasMessages() {
        return !envelopes.isEmpty();
    }

    @Override
    public void cleanUp(ActorRef receiver, MessageQueue deadLetters) {
        loop.closed(this);
        envelopes.clear();
    }

    /** Gives every actor a letterbox. Akka makes it. */
    public static final class Kind implements MailboxType, ProducesMessageQueue<Letterbox> {
        private final Loop loop;

        public Kind(ActorSystem.Settings settings, Config config) {
            this.loop = Loop.of(settings.name());
        }

        @Override
        public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
            return new Letterbox(loop, owner.isDefined() ? owner.get() : null);
        }
    }
}
