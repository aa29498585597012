package sluice.adapters.broken;

import akka.actor.typed.ActorRef;

/** Breaks the rule that adapters know only their store. */
public record KnowsActors(ActorRef<String> actor) {}
