package io.github.spotbatch.testing.internal.wire;

import io.github.spotbatch.testing.internal.Faults;
import io.github.spotbatch.testing.internal.Parameters;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/** Turns HTTP requests into calls of services, whichever AWS protocol the caller speaks. */
public final class AwsWire implements Function<HttpIn, HttpOut> {

  /** The same for all worlds, for they are the SDK's. */
  private static final Map<AwsService, List<Route>> ROUTES = new ConcurrentHashMap<>();

  private final ServiceDirectory directory;
  private final AtomicLong requests = new AtomicLong();

  private AwsWire(ServiceDirectory directory) {
    this.directory = directory;
  }

  public static AwsWire to(ServiceDirectory directory) {
    return new AwsWire(directory);
  }

  /**
   * The wire behind the HTTP client of a world.
   *
   * @param client of {@link InProcessHttpClient#of} and an {@code AwsWire}
   */
  public static AwsWire behind(SdkHttpClient client) {
    return (AwsWire) ((InProcessHttpClient) client).wire();
  }

  /**
   * Answers a caller in this JVM. A service's own exceptions become error responses; any other
   * comes out as it is, so that a fault of the fake, or an operation it does not model, reaches the
   * test with its stack.
   *
   * @throws UnsupportedOperationException if no service models what is asked for
   */
  @Override
  public HttpOut apply(HttpIn in) {
    String problem = in.problem();
    if (problem != null) {
      return failure(in, "SerializationException", 400, problem);
    }
    Caller caller = Caller.of(in);
    ServiceOperations operations = operations(in, caller);
    Codec codec = Protocols.of(in, operations.service());
    String requestId = nextRequestId();
    try {
      return call(operations, codec, in, requestId);
    } catch (AwsServiceException e) {
      return codec.error(e, requestId);
    }
  }

  /**
   * Answers a caller on a network, who can be told of an exception by a status only.
   *
   * @throws ResponseLost if the caller is to have no answer: close the connection
   */
  public HttpOut answer(HttpIn in) {
    try {
      return apply(in);
    } catch (ResponseLost e) {
      throw e;
    } catch (UnsupportedOperationException e) {
      return failure(in, "NotImplemented", 501, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      return failure(in, "InternalFailure", 500, e.getClass().getName() + ": " + e.getMessage());
    }
  }

  private HttpOut failure(HttpIn in, String code, int status, String message) {
    Codec codec = Protocols.of(in, named(Caller.of(in)));
    return codec.error(Faults.of(code, status, message), nextRequestId());
  }

  private HttpOut call(ServiceOperations operations, Codec codec, HttpIn in, String requestId) {
    String operation = in.operation();
    if (operation != null) {
      Class<?> requestType = operations.requestType(operation);
      SdkResponse response = operations.call(read(codec, in, requestType, Map.of()));
      return codec.write(operation, response, requestId);
    }
    for (Route route : ROUTES.computeIfAbsent(operations.service(), RouteProbe::routes)) {
      Map<String, String> pathParams = route.match(in);
      if (pathParams != null) {
        SdkResponse response = operations.call(read(codec, in, route.requestType(), pathParams));
        return codec.write(route.template(), response, requestId);
      }
    }
    throw notModelled(operations.service().signingName(), in);
  }

  private static SdkRequest read(
      Codec codec, HttpIn in, Class<?> requestType, Map<String, String> pathParams) {
    SdkPojo builder = Shapes.builderOf(requestType);
    try {
      codec.read(in, pathParams, builder);
    } catch (IllegalArgumentException
        | ArithmeticException
        | ClassCastException
        | DateTimeException
        | UncheckedIOException e) {
      throw Faults.of("SerializationException", 400, String.valueOf(e.getMessage()));
    }
    return (SdkRequest) Shapes.build(builder);
  }

  private ServiceOperations operations(HttpIn in, Caller caller) {
    AwsService named = named(caller);
    if (named != null) {
      return directory.operations(named, caller.accessKeyId(), caller.region());
    }
    String operation = in.operation();
    if (caller.signingName() != null || operation == null) {
      throw notModelled(String.valueOf(caller.signingName()), in);
    }
    for (AwsService service : AwsService.values()) {
      if (service.isPresent()) {
        ServiceOperations operations = directory.operations(service, null, caller.region());
        if (operations.models(operation)) {
          return operations;
        }
      }
    }
    throw Parameters.unsupported("any", operation);
  }

  private static @Nullable AwsService named(Caller caller) {
    for (AwsService service : AwsService.values()) {
      if (caller.means(service)) {
        return service;
      }
    }
    return null;
  }

  private static UnsupportedOperationException notModelled(String service, HttpIn in) {
    String operation = in.operation();
    String what = operation == null ? in.method() + " " + in.path() : operation;
    return Parameters.unsupported(service, what);
  }

  /** Counted, so that runs are alike. */
  private String nextRequestId() {
    return new UUID(0, requests.incrementAndGet()).toString();
  }
}
