package io.github.spotbatch.testing.internal.wire;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.regions.Region;

/**
 * Implements a client interface, synchronous or not, by plain calls of a service. All that the
 * interface itself implements works, such as paginators.
 */
public final class DirectClient implements InvocationHandler {

  private final Class<?> type;
  private final ServiceOperations operations;
  private final Region region;
  private final WaiterOverrideConfiguration waiting;

  private DirectClient(
      Class<?> type,
      ServiceOperations operations,
      Region region,
      WaiterOverrideConfiguration waiting) {
    this.type = type;
    this.operations = operations;
    this.region = region;
    this.waiting = waiting;
  }

  /** A client of the service, as one in that Region. */
  public static <C extends SdkClient> C of(
      Class<C> type, ServiceOperations operations, Region region) {
    return of(type, operations, region, WaiterOverrideConfiguration.builder().build());
  }

  /**
   * A client of the service, as one in that Region.
   *
   * @param waiting how its waiters wait
   */
  public static <C extends SdkClient> C of(
      Class<C> type,
      ServiceOperations operations,
      Region region,
      WaiterOverrideConfiguration waiting) {
    DirectClient handler = new DirectClient(type, operations, region, waiting);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
      throws Throwable {
    if (args != null && args.length == 1 && args[0] instanceof SdkRequest request) {
      if (SdkResponse.class.isAssignableFrom(method.getReturnType())) {
        return answer(request);
      }
      if (method.getReturnType() == CompletableFuture.class) {
        return submit(request);
      }
    }
    return switch (method.getName()) {
      case "close" -> null;
      case "serviceName" -> operations.service().signingName();
      case "serviceClientConfiguration" ->
          new Builder(method.getReturnType()).with("region", Region.class, region).build();
      case "waiter" ->
          new Builder(method.getReturnType())
              .with("client", type, proxy)
              .with("overrideConfiguration", WaiterOverrideConfiguration.class, waiting)
              .build();
      case "toString" -> type.getSimpleName() + " without a wire";
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> args != null && proxy == args[0];
      default -> InvocationHandler.invokeDefault(proxy, method, args);
    };
  }

  private SdkResponse answer(SdkRequest request) {
    try {
      return operations.call(request);
    } catch (ResponseLost e) {
      throw e.asSeenByCallers();
    }
  }

  private CompletableFuture<SdkResponse> submit(SdkRequest request) {
    try {
      return CompletableFuture.completedFuture(answer(request));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What {@code Type.builder()} returns. */
  private static final class Builder {

    private final Class<?> api;
    private final Object builder;

    Builder(Class<?> type) throws ReflectiveOperationException {
      Method method = type.getMethod("builder");
      this.api = method.getReturnType();
      this.builder = method.invoke(null);
    }

    Builder with(String property, Class<?> propertyType, Object value)
        throws ReflectiveOperationException {
      api.getMethod(property, propertyType).invoke(builder, value);
      return this;
    }

    Object build() throws ReflectiveOperationException {
      return api.getMethod("build").invoke(builder);
    }
  }
}
