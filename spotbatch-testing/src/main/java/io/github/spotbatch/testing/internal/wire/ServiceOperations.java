package io.github.spotbatch.testing.internal.wire;

import io.github.spotbatch.testing.internal.Parameters;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/**
 * The operations of one service object: its public methods that take one SDK request and return an
 * SDK response.
 */
public final class ServiceOperations {

  private static final String REQUEST = "Request";

  /** The same in every world; finding them takes longer than most calls. */
  private static final ClassValue<Operations> OPERATIONS =
      new ClassValue<>() {
        @Override
        protected Operations computeValue(Class<?> handlers) {
          return Operations.of(handlers);
        }
      };

  private final AwsService service;
  private final Object handlers;
  private final Guard guard;
  private final CallListener listener;
  private final Mishaps mishaps;
  private final Map<Class<?>, Method> methods;
  private final Map<String, Class<?>> requestTypes;

  /** By the type of their request, and the types by the names of operations in lower case. */
  private record Operations(Map<Class<?>, Method> methods, Map<String, Class<?>> requestTypes) {

    static Operations of(Class<?> handlers) {
      Map<Class<?>, Method> methods = new HashMap<>();
      Map<String, Class<?>> requestTypes = new HashMap<>();
      for (Method method : handlers.getMethods()) {
        if (isOperation(method)) {
          Class<?> requestType = method.getParameterTypes()[0];
          method.setAccessible(true);
          methods.put(requestType, method);
          requestTypes.put(key(operationOf(requestType)), requestType);
        }
      }
      return new Operations(methods, requestTypes);
    }
  }

  private ServiceOperations(
      AwsService service, Object handlers, Guard guard, CallListener listener, Mishaps mishaps) {
    this.service = service;
    this.handlers = handlers;
    this.guard = guard;
    this.listener = listener;
    this.mishaps = mishaps;
    Operations operations = OPERATIONS.get(handlers.getClass());
    this.methods = operations.methods();
    this.requestTypes = operations.requestTypes();
  }

  /**
   * Looks at the service's methods.
   *
   * @param handlers makes the service object, once its jar is known to be there
   */
  public static ServiceOperations of(AwsService service, Supplier<?> handlers, Guard guard) {
    return of(service, handlers, guard, CallListener.NONE, Mishaps.NONE);
  }

  /**
   * Looks at the service's methods.
   *
   * @param handlers makes the service object, once its jar is known to be there
   * @param listener hears of every call
   * @param mishaps what goes wrong with calls
   */
  public static ServiceOperations of(
      AwsService service,
      Supplier<?> handlers,
      Guard guard,
      CallListener listener,
      Mishaps mishaps) {
    service.client();
    return new ServiceOperations(service, handlers.get(), guard, listener, mishaps);
  }

  /**
   * The same operations of the same service, of whose calls somebody else hears, and with which
   * nothing goes wrong.
   */
  public ServiceOperations heardBy(CallListener other) {
    return new ServiceOperations(service, handlers, guard, other, Mishaps.NONE);
  }

  static boolean isOperation(Method method) {
    return method.getParameterCount() == 1
        && SdkRequest.class.isAssignableFrom(method.getParameterTypes()[0])
        && SdkResponse.class.isAssignableFrom(method.getReturnType())
        && !method.isBridge();
  }

  /** The names of the operations of a class of service objects. */
  public static Set<String> names(Class<?> handlers) {
    Set<String> names = new TreeSet<>();
    for (Method method : handlers.getMethods()) {
      if (isOperation(method)) {
        names.add(operationOf(method.getParameterTypes()[0]));
      }
    }
    return names;
  }

  public AwsService service() {
    return service;
  }

  /**
   * Runs one operation under the guard. What it throws comes out as it is.
   *
   * @throws UnsupportedOperationException if the service does not model the operation
   * @throws ResponseLost if the caller is to have no answer
   */
  public SdkResponse call(SdkRequest request) {
    Method method = methods.get(request.getClass());
    if (method == null) {
      throw notModelled(operationOf(request.getClass()));
    }
    Mishap mishap = mishaps.of(request);
    return mishap.onTheWay(() -> guard.locked(() -> heard(method, request, mishap)));
  }

  private SdkResponse heard(Method method, SdkRequest request, Mishap mishap) {
    CallListener.Ending ending = listener.calling(request);
    try {
      SdkResponse response = mishap.atTheService(() -> invoke(method, request));
      ending.ended(null, mishap.faults());
      return response;
    } catch (RuntimeException | Error e) {
      ending.ended(e, mishap.faults());
      throw e;
    }
  }

  private SdkResponse invoke(Method method, SdkRequest request) {
    try {
      return (SdkResponse) method.invoke(handlers, request);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether there is an operation of that name. */
  boolean models(String operation) {
    return requestTypes.containsKey(key(operation));
  }

  /**
   * The class of an operation's requests.
   *
   * @throws UnsupportedOperationException if the service does not model the operation
   */
  Class<?> requestType(String operation) {
    @Nullable Class<?> requestType = requestTypes.get(key(operation));
    if (requestType == null) {
      throw notModelled(operation);
    }
    return requestType;
  }

  private UnsupportedOperationException notModelled(String operation) {
    listener.notModelled(operation);
    return Parameters.unsupported(service.signingName(), operation);
  }

  private static String operationOf(Class<?> requestType) {
    String name = requestType.getSimpleName();
    return name.substring(0, name.length() - REQUEST.length());
  }

  /** CreateVirtualMFADevice on the wire is a CreateVirtualMfaDeviceRequest. */
  private static String key(String operation) {
    return operation.toLowerCase(Locale.ROOT);
  }
}
