package io.github.spotbatch.testing.internal.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotbatch.testing.internal.Parameters;
import io.github.spotbatch.testing.internal.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternResponse;

/** EventBridge's operations on events. */
final class EventCalls {

  private static final int MAX_ENTRIES = 10;
  private static final int MAX_BYTES = 1_048_576;
  private static final int BYTES_OF_A_TIME = 14;
  private static final List<String> EVENT_FIELDS =
      List.of("id", "account", "source", "time", "region", "resources", "detail-type");

  private final World world;
  private final EventState state;

  EventCalls(World world, EventState state) {
    this.world = world;
    this.state = state;
  }

  PutEventsResponse put(PutEventsRequest request) {
    Parameters.only(request, "Entries");
    EventChecks.size("entries", request.entries(), MAX_ENTRIES);
    for (PutEventsRequestEntry entry : request.entries()) {
      if (entry.eventBusName() != null && !EventChecks.isDefaultBus(entry.eventBusName())) {
        throw Parameters.unsupported(request, "EventBusName", entry.eventBusName());
      }
    }
    if (request.entries().stream().mapToLong(EventCalls::bytes).sum() > MAX_BYTES) {
      throw EventFaults.validation("Total size of the entries in the request is over the limit.");
    }
    List<PutEventsResultEntry> results = new ArrayList<>();
    for (PutEventsRequestEntry entry : request.entries()) {
      PutEventsResultEntry failure = failure(entry);
      results.add(failure == null ? published(entry) : failure);
    }
    long failed = results.stream().filter(result -> result.errorCode() != null).count();
    return PutEventsResponse.builder().entries(results).failedEntryCount((int) failed).build();
  }

  private PutEventsResultEntry published(PutEventsRequestEntry entry) {
    String id = world.eventId();
    Instant time = entry.time() == null ? world.now() : entry.time();
    state.publish(entry.source(), entry.detailType(), entry.resources(), entry::detail, time, id);
    return PutEventsResultEntry.builder().eventId(id).build();
  }

  private static @Nullable PutEventsResultEntry failure(PutEventsRequestEntry entry) {
    if (isEmpty(entry.source())) {
      return missing("Source");
    }
    if (isEmpty(entry.detailType())) {
      return missing("DetailType");
    }
    if (isEmpty(entry.detail())) {
      return missing("Detail");
    }
    if (entry.source().startsWith("aws.")) {
      return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    boolean object = EventJson.parse(entry.detail()).filter(JsonNode::isObject).isPresent();
    return object ? null : failed("MalformedDetail", "Detail is malformed.");
  }

  private static PutEventsResultEntry missing(String argument) {
    return failed(
        "InvalidArgument",
        "Parameter "
            + argument
            + " is not valid. Reason: "
            + argument
            + " is a required argument.");
  }

  private static PutEventsResultEntry failed(String code, String message) {
    return PutEventsResultEntry.builder().errorCode(code).errorMessage(message).build();
  }

  private static long bytes(PutEventsRequestEntry entry) {
    long bytes = entry.time() == null ? 0 : BYTES_OF_A_TIME;
    bytes += bytes(entry.source()) + bytes(entry.detailType()) + bytes(entry.detail());
    return bytes + entry.resources().stream().mapToLong(EventCalls::bytes).sum();
  }

  private static long bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  TestEventPatternResponse test(TestEventPatternRequest request) {
    EventPattern pattern = RuleCalls.checkedPattern(request.eventPattern());
    JsonNode event =
        EventJson.parse(String.valueOf(request.event()))
            .filter(JsonNode::isObject)
            .filter(it -> EVENT_FIELDS.stream().allMatch(it::has))
            // The text is not known.
            .orElseThrow(
                () ->
                    EventFaults.validation(
                        "Parameter Event is not valid. Reason: it must be a JSON object with "
                            + String.join(", ", EVENT_FIELDS)
                            + "."));
    return TestEventPatternResponse.builder().result(pattern.matches(event)).build();
  }
}
