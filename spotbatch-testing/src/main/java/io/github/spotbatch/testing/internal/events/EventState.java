package io.github.spotbatch.testing.internal.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The default event bus of one account and Region. */
public final class EventState {

  private final Scope scope;
  private final Map<String, EventRule> rules = new TreeMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final Deliveries deliveries;

  private record Listener(EventPattern pattern, Consumer<Delivery> consumer) {}

  public EventState(Scope scope) {
    this.scope = scope;
    this.deliveries = new Deliveries(scope);
  }

  /** The rules, ordered by name. */
  public Collection<EventRule> rules() {
    return rules.values();
  }

  public Optional<EventRule> rule(String name) {
    return Optional.ofNullable(rules.get(name));
  }

  /** Makes a rule, or gives new terms to the one of that name. */
  public EventRule putRule(String name, EventRule.Terms terms, boolean enabled) {
    EventRule present = rules.get(name);
    if (present != null) {
      present.replace(terms, enabled);
      return present;
    }
    String arn = scope.arn("events", "rule/" + name);
    EventRule rule = new EventRule(name, arn, terms, enabled);
    rules.put(name, rule);
    return rule;
  }

  public void deleteRule(String name) {
    rules.remove(name);
  }

  /** How jobs are submitted to queues. */
  public void submitter(JobSubmitter submitter) {
    deliveries.submitter(submitter);
  }

  /** What has been delivered to a target, the oldest first. */
  public List<Delivery> deliveredTo(String targetArn) {
    return deliveries.to(targetArn);
  }

  /** Calls somebody in this JVM with each event that matches. */
  public void subscribe(EventPattern pattern, Consumer<Delivery> consumer) {
    listeners.add(new Listener(pattern, consumer));
  }

  /**
   * Something happened that rules may be waiting for. Their targets get it {@link
   * Timings.Step#EVENT_DELIVERY} later.
   *
   * @param source such as {@code aws.batch}
   * @param detailType such as {@code Batch Job State Change}
   * @param resources the ARNs of what it is about
   * @param detail as JSON, made only if some rule may match
   */
  public void publish(
      String source, String detailType, List<String> resources, Supplier<String> detail) {
    publish(source, detailType, resources, detail, scope.world().now(), scope.world().eventId());
  }

  /** The same of a certain time and id. */
  void publish(
      String source,
      String detailType,
      List<String> resources,
      Supplier<String> detail,
      Instant time,
      String id) {
    if (rules.isEmpty() && listeners.isEmpty()) {
      return;
    }
    ObjectNode event = EventJson.object();
    event.put("version", "0");
    event.put("id", id);
    event.put("detail-type", detailType);
    event.put("source", source);
    event.put("account", scope.account());
    event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", scope.region());
    resources.forEach(event.putArray("resources")::add);
    boolean wanted =
        rules.values().stream()
                .anyMatch(rule -> rule.enabled() && rule.terms().pattern().mayMatch(event))
            || listeners.stream().anyMatch(listener -> listener.pattern().mayMatch(event));
    if (wanted) {
      event.set("detail", EventJson.parse(detail.get()).orElseThrow());
      send(event, time);
    }
  }

  private void send(JsonNode event, Instant time) {
    for (EventRule rule : rules.values()) {
      if (rule.enabled() && rule.terms().pattern().matches(event)) {
        rule.targets().values().forEach(target -> send(event, time, rule, target));
      }
    }
    for (Listener listener : listeners) {
      if (listener.pattern().matches(event)) {
        String json = EventJson.text(event);
        later(() -> listener.consumer().accept(new Delivery(scope.world().now(), json)));
      }
    }
  }

  private void send(JsonNode event, Instant time, EventRule rule, EventTarget target) {
    String json = target.input().of(event, rule, scope.world().now());
    String id = event.path("id").asText();
    later(() -> deliveries.deliver(rule, target, id, time, json));
  }

  private void later(Runnable delivery) {
    World world = scope.world();
    world.after(world.takes(Timings.Step.EVENT_DELIVERY), delivery);
  }
}
